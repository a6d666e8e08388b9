import { join } from 'node:path';
import { defined } from '../../base/defined.ts';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  kitRoot,
  labHome,
  readRunningPractice,
  removeRunningPractice,
  writeRunningPractice,
} from '../../lab-home/home.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { UnknownStateVersion } from '../../practice/core/store.ts';
import { startPractice } from '../../practice/start.ts';
import { buildSite } from '../../site/build.ts';
import type { Io } from '../../terminal/command.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';
import { port } from '../../terminal/number-options.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { oneOf } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { allowedHostOption } from './companion/allowed-hosts.ts';
import { addressesText, oneUseText, serveCompanion } from './companion/serve.ts';

const options = {
  port: port({ default: 4400, help: "the companion's port" }),
  ...allowedHostOption,
  ...settingOptions,
  target: oneOf(
    { practice: '', live: 'your own AWS account, in place of the practice account', endpoint: '' },
    { help: 'the account to work in', value: 'KIND', defaultText: 'LAB_TARGET, else practice' },
  ),
};

interface Account {
  env: Io['env'];
  close(): Promise<void>;
}

/** The practice account that is already running, or a new one that ends with this command. Throws CliError. */
async function practiceAccount({ region }: ValuesOf<typeof options>, io: Io): Promise<Account> {
  const running = readRunningPractice(io.env);
  if (running !== undefined) return { env: { ...io.env, ...running.exports }, close: async () => {} };
  const startOn = (port: number) =>
    startPractice({
      port,
      stateDir: join(labHome(io.env), 'practice'),
      ...defined({ region }),
      onInternalError: (error) => io.stderr(internalErrorText(error)),
    });
  const practice = await startOn(4566).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof UnknownStateVersion) throw new CliError(error.message);
    if (error.code !== 'EADDRINUSE') throw error;
    return startOn(0);
  });
  const { accountId, exports } = practice;
  writeRunningPractice(io.env, { pid: process.pid, accountId, region: practice.region, exports });
  return {
    env: { ...io.env, ...exports },
    async close() {
      removeRunningPractice(io.env);
      await practice.close();
    },
  };
}

function nextInstructions(addresses: readonly string[], isPractice: boolean): string {
  const terminal = isPractice
    ? `Every page links the practice console, to click in place of typing.\nIn a second terminal, for the pages' commands:\n\n    eval "$(npx lab env)"\n`
    : `The pages' commands are for a terminal with your own AWS account's credentials.\n`;
  return `\n${addressesText(addresses)}\n${oneUseText}${terminal}\nCtrl-C ends it.\n`;
}

export const command = defineCommand({
  name: 'start',
  description:
    'The whole lab in one place: a practice account, the pages, and a button on each step that checks it.',
  options,
  notes: [
    'It prints the address to open, and serves until Ctrl-C, on 127.0.0.1 alone. The address works once, for one browser tab, so no other user of this machine can use it. For another one, type: npx lab open',
    'On a machine with other users, give --port 0 each time. If one of them had your port after your last run, and you opened a page there, that page can still act in your browser.',
    "It never changes a live account but by a teardown for which you type the account's number. The address of a host that is allowed is printed with https, except for localhost and 127.0.0.1.",
  ],
  examples: ['npm start', 'npm start -- --target live', 'npm start -- --allow-host name-4400.app.github.dev'],
  async run(values, _positionals, io) {
    const isPractice = (values.target ?? io.env.LAB_TARGET ?? 'practice') === 'practice';
    const root = kitRoot();
    const folder = join(root, 'site', 'dist');
    const assets = join(root, 'dist', 'browser');
    await buildSite({ labs: join(root, 'labs'), assets, out: folder });
    const account = isPractice ? await practiceAccount(values, io) : { env: io.env, close: async () => {} };
    const companionAccount = accountBackend(
      isPractice ? { ...values, target: 'practice' as const } : values,
      account.env,
      io.signal,
    );
    try {
      // The first line names the account, or the reason why none can be read.
      io.stdout(`${(await companionAccount.target()).line}\n`);
      const companion = await serveCompanion(
        'lab start',
        {
          folder,
          assets,
          port: values.port,
          allowedHosts: values['allow-host'],
          ...companionAccount,
          console: mountConsole(
            isPractice ? consoleBackend(account.env, () => repositoryOwner(account.env)) : undefined,
          ),
        },
        io,
      );
      io.stdout(nextInstructions(companion.addresses, isPractice));
      await new Promise<void>((resolve) => {
        if (io.signal.aborted) resolve();
        io.signal.addEventListener('abort', () => resolve());
      });
      await companion.close();
      return 130;
    } finally {
      await account.close();
    }
  },
});
