import { isOtherSeatsName, type Lab } from '../lab/lab.ts';
import { check, type JudgeInputs } from './check.ts';
import { fail, type Judgement, pass, waiting } from './finding.ts';
import { formatList } from './format.ts';

/** Of several connections with the name, an AVAILABLE one if there is one, else the first. */
function preferredConnection<T extends { name: string; status: string }>(
  items: T[],
  name: string,
): T | undefined {
  const sameName = items.filter((item) => item.name === name);
  return sameName.find(({ status }) => status === 'AVAILABLE') ?? sameName[0];
}

/**
 * Whether a connection with another name can be the lab's, created under a wrong name. In an account that seats
 * share, other seats have connections too, so there its name must contain `lab` or the seat.
 */
function isPossiblyOwn(name: string, lab: Lab): boolean {
  if (lab.seat === undefined) return true;
  // No connection's name contains the account, so an empty one will do.
  if (isOtherSeatsName('connection', name, lab, '')) return false;
  return /lab/i.test(name) || name.includes(lab.seat);
}

/** The judgement of a connection whose handshake is not finished. */
export function pendingConnection(
  expected: string,
  name: string,
  { lab: { region }, instructions }: Pick<JudgeInputs, 'lab' | 'instructions'>,
): Judgement {
  return waiting(
    expected,
    `connection ${name} is PENDING: the handshake is not finished`,
    instructions.finishHandshake(name, region),
    'connection-pending',
  );
}

/** The judgement when the list of connections has more pages than are read. */
const listTooLong = (expected: string, read: string): Judgement => ({
  verdict: 'unknown',
  expected,
  found: `more connections than the ${read} that were read`,
  fix: 'Delete unused connections, then check again.',
});

export const connectionChecks = [
  check({
    id: 'connection.exists',
    title: 'The connection is there',
    why: 'It is how the pipeline reads your repository and hears of pushes, without a token of yours.',
    required: ['names', 'connections', 'connectionElsewhere'],
    judge({ names, connections: { items, complete }, connectionElsewhere }, { lab }) {
      const { region } = lab;
      const expected = `connection ${names.connection} in ${region}`;
      const found = preferredConnection(items, names.connection);
      if (found !== undefined) return pass(expected, found.arn);
      if (!complete) return listTooLong(expected, `none among the ${items.length}`);
      const make = `aws codeconnections create-connection --provider-type GitHub --connection-name ${names.connection} --region ${region} --tags ${Object.entries(
        names.tags,
      )
        .map(([key, value]) => `Key=${key},Value=${value}`)
        .join(' ')}`;
      if (connectionElsewhere.length > 0) {
        return fail(
          expected,
          `none here; one of this name is in ${formatList(connectionElsewhere)}`,
          `Make it here: ${make}`,
          'connection-other-region',
        );
      }
      const others = items
        .filter(({ provider, name }) => provider === 'GitHub' && isPossiblyOwn(name, lab))
        .map(({ name }) => name);
      if (others.length > 0) {
        return fail(
          expected,
          `no connection of this name; there is ${formatList(others.slice(0, 3))}`,
          `A connection cannot be renamed. Make one of the lab's name: ${make}`,
          'connection-other-name',
        );
      }
      return fail(expected, 'no connection of this name', make, 'connection-missing');
    },
  }),
  check({
    id: 'connection.provider',
    title: 'The connection leads to GitHub',
    why: 'Each provider has its own kind of connection, and the kind cannot be changed.',
    required: ['names', 'connections'],
    after: ['connection.exists'],
    judge({ names, connections }, { lab: { region } }) {
      const found = preferredConnection(connections.items, names.connection);
      if (found === undefined || found.provider === 'GitHub') return pass('provider GitHub', 'GitHub');
      return fail(
        'provider GitHub',
        found.provider,
        `aws codeconnections delete-connection --connection-arn ${found.arn} --region ${region}, then make it again with --provider-type GitHub`,
        'connection-provider',
      );
    },
  }),
  check({
    id: 'connection.available',
    title: 'The handshake with GitHub is done',
    why: 'A connection that is still PENDING can read nothing, and a pipeline made on it does not start.',
    required: ['names', 'connections'],
    after: ['connection.exists'],
    judge({ names, connections }, inputs) {
      const { region } = inputs.lab;
      const found = preferredConnection(connections.items, names.connection);
      const expected = 'status AVAILABLE';
      if (found === undefined || found.status === 'AVAILABLE') return pass(expected, 'AVAILABLE');
      if (found.status === 'PENDING') return pendingConnection(expected, found.name, inputs);
      return fail(
        expected,
        found.status,
        `Delete it (aws codeconnections delete-connection --connection-arn ${found.arn} --region ${region}) and make it again.`,
        'connection-error',
      );
    },
  }),
  check({
    id: 'connection.single',
    title: 'There is only one connection of the name',
    why: 'With two of one name, the pipeline may use the one that you did not finish.',
    required: ['names', 'connections'],
    after: ['connection.exists'],
    judge({ names, connections: { items, complete } }, { lab: { region } }) {
      const expected = `one connection named ${names.connection}`;
      const sameName = items.filter(({ name }) => name === names.connection);
      if (sameName.length === 1 && !complete) return listTooLong(expected, `one among the ${items.length}`);
      if (sameName.length === 1) return pass(expected, 'one');
      const preferred = preferredConnection(items, names.connection);
      const extra = sameName.filter(({ arn }) => arn !== preferred?.arn);
      return fail(
        expected,
        `${sameName.length}: ${sameName.map(({ arn, status }) => `${arn} (${status})`).join(', ')}`,
        extra
          .map(
            ({ arn }) => `aws codeconnections delete-connection --connection-arn ${arn} --region ${region}`,
          )
          .join(' && '),
        'connection-duplicate',
      );
    },
  }),
];
