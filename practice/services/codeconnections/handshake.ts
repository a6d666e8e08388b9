import { AwsError } from '../../core/errors.ts';
import type { World } from '../../core/world.ts';
import { allInstallations, install } from './installations.ts';
import { type Connection, connectionByArn, connections, connectionsOf } from './records.ts';

/** Which connection to finish: by its ARN, or by its name in an account and region. */
export type Handshake =
  | { arn: string }
  | { accountId: string; region: string /** The name, or the ARN. */; name: string };

/**
 * Finishes a connection's handshake with its provider, which on AWS takes the console: PENDING becomes
 * AVAILABLE, and `connection-available` is told with the connection. One that is AVAILABLE already stays so; if what
 * it rests on is gone, it gets another.
 * @param chooseInstallation the number of the app's installation that it shall rest on; undefined for one that sees
 * every repository
 * @throws AwsError 404 `ConnectionNotFound`, 409 `ConnectionNameAmbiguous`, 400 `ConnectionNameMissing`
 */
export function authorize(
  world: Pick<World, 'store' | 'events'>,
  which: Handshake,
  chooseInstallation: () => string | undefined = () => undefined,
): Connection {
  const connection = choose(world, which);
  const chosen = chooseInstallation();
  const isWhole = connection.status === 'AVAILABLE' && !isUninstalled(world, connection);
  if (isWhole && chosen === undefined) return connection;
  const installation = chosen ?? install(world, {}).id;
  const available: Connection = { ...connection, status: 'AVAILABLE', installation };
  connections(world).set(available.arn, available);
  if (connection.status !== 'AVAILABLE') world.events.emit('connection-available', available);
  return available;
}

const isUninstalled = (world: Pick<World, 'store'>, { installation }: Connection) =>
  installation !== undefined && !allInstallations(world).some(({ id }) => id === installation);

function choose(world: Pick<World, 'store'>, which: Handshake): Connection {
  const arn = 'arn' in which ? which.arn : which.name;
  if (arn === '') {
    throw new AwsError('ConnectionNameMissing', 'Name the connection: its name or its ARN.', 400);
  }
  if ('arn' in which || arn.startsWith('arn:')) {
    const connection = connectionByArn(world, arn);
    if (connection === undefined) throw notFound(`There is no connection ${arn}.`);
    return connection;
  }
  const { accountId, region, name } = which;
  const all = connectionsOf(world, { accountId, region });
  const [found, ...more] = all.filter((one) => one.name === name);
  if (found === undefined) {
    const names = all.map((one) => one.name).join(', ') || 'none';
    throw notFound(
      `There is no connection named ${name} in ${region} of account ${accountId} (there: ${names}).`,
    );
  }
  if (more.length > 0) {
    const arns = [found, ...more].map((one) => `${one.arn} (${one.status})`).join(', ');
    throw new AwsError(
      'ConnectionNameAmbiguous',
      `Several connections are named ${name}: ${arns}. Give the ARN of the one to authorize.`,
      409,
    );
  }
  return found;
}

function notFound(message: string): AwsError {
  return new AwsError('ConnectionNotFound', message, 404);
}
