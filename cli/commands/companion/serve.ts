import type { CompanionOptions } from '../../../companion/server/options.ts';
import { openCompanion } from '../../../companion/server/server.ts';
import { CliError } from '../../../lab-home/errors.ts';
import {
  type RunningCompanion,
  removeRunningCompanion,
  writeRunningCompanion,
} from '../../../lab-home/running-companion.ts';
import type { Io } from '../../../terminal/command.ts';
import { internalErrorText } from '../../../terminal/internal-error.ts';

/** A companion that `lab open` finds. */
export interface ServedCompanion {
  /** Its first addresses, each of which gives access once. */
  addresses: string[];
  close(): Promise<void>;
}

/** Opens a companion for a command, and writes the record for `lab open`. Throws CliError if the port is in use. */
export async function serveCompanion(
  command: RunningCompanion['command'],
  options: Omit<CompanionOptions, 'onInternalError'>,
  { env, stderr }: Io,
): Promise<ServedCompanion> {
  const companion = await openCompanion({
    ...options,
    ...(options.allowedHosts === undefined ? {} : { allowedHosts: [...new Set(options.allowedHosts)] }),
    onInternalError: (error) => stderr(internalErrorText(error)),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new CliError(
      `Port ${options.port} is in use. Take another: npx ${command} --port 0 (any free port)`,
    );
  });
  const { origins, key } = companion;
  const port = Number(new URL(companion.address).port);
  try {
    writeRunningCompanion(env, { pid: process.pid, command, port, origins, key });
  } catch (error) {
    await companion.close();
    throw error;
  }
  return {
    addresses: companion.newAddresses(),
    async close() {
      await companion.close();
      removeRunningCompanion(env, port);
    },
  };
}

/** The lines that print a companion's addresses. */
export const addressesText = (addresses: readonly string[]): string =>
  addresses.map((address, index) => `${index === 0 ? 'Open' : '  or'} ${address}\n`).join('');

/** What a person has to know about the addresses. */
export const oneUseText =
  'An address works once, for one browser tab. For a new one, type in another terminal: npx lab open\n';
