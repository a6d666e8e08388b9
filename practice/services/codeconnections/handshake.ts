import type { Emulator } from '../../core/emulator.ts';
import { AwsError } from '../../core/errors.ts';
import { allInstallations, install } from './installations.ts';
import { type Connection, connectionByArn, connections, connectionsOf } from './records.ts';

/** Selects a connection by its ARN, or by its name in an account and region. */
export type ConnectionSelector =
  | { arn: string }
  | { accountId: string; region: string /** The name, or the ARN. */; name: string };

/**
 * Finishes a connection's handshake with its provider, which on AWS only the console can do. A PENDING connection
 * becomes AVAILABLE, and the event `connection-available` is emitted with it. An AVAILABLE connection stays AVAILABLE;
 * if its installation of the app was uninstalled, it gets another one.
 * @param chooseInstallation returns the id of the installation of the app to use; undefined for one that can access
 * every repository
 * @throws AwsError 404 `ConnectionNotFound`, 409 `ConnectionNameAmbiguous`, 400 `ConnectionNameMissing`
 */
export function completeHandshake(
  emulator: Pick<Emulator, 'store' | 'events'>,
  selector: ConnectionSelector,
  chooseInstallation: () => string | undefined = () => undefined,
): Connection {
  const connection = selectConnection(emulator, selector);
  const chosenInstallation = chooseInstallation();
  const isUsable = connection.status === 'AVAILABLE' && !isUninstalled(emulator, connection);
  if (isUsable && chosenInstallation === undefined) return connection;
  const installation = chosenInstallation ?? install(emulator, {}).id;
  const available: Connection = { ...connection, status: 'AVAILABLE', installation };
  connections(emulator).set(available.arn, available);
  if (connection.status !== 'AVAILABLE') emulator.events.emit('connection-available', available);
  return available;
}

const isUninstalled = (emulator: Pick<Emulator, 'store'>, { installation }: Connection) =>
  installation !== undefined && !allInstallations(emulator).some(({ id }) => id === installation);

function selectConnection(emulator: Pick<Emulator, 'store'>, selector: ConnectionSelector): Connection {
  const arn = 'arn' in selector ? selector.arn : selector.name;
  if (arn === '') {
    throw new AwsError('ConnectionNameMissing', 'Name the connection: its name or its ARN.', 400);
  }
  if ('arn' in selector || arn.startsWith('arn:')) {
    const connection = connectionByArn(emulator, arn);
    if (connection === undefined) throw notFound(`There is no connection ${arn}.`);
    return connection;
  }
  const { accountId, region, name } = selector;
  const all = connectionsOf(emulator, { accountId, region });
  const [found, ...others] = all.filter((one) => one.name === name);
  if (found === undefined) {
    const names = all.map((one) => one.name).join(', ') || 'none';
    throw notFound(
      `There is no connection named ${name} in ${region} of account ${accountId} (there: ${names}).`,
    );
  }
  if (others.length > 0) {
    const arns = [found, ...others].map((one) => `${one.arn} (${one.status})`).join(', ');
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
