import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { defined } from '../../base/defined.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  labHome,
  removeRunningPractice,
  requireRunningPractice,
  requireRunningVersion,
  writeRunningPractice,
} from '../../lab-home/home.ts';
import { loadLab, settingOptions } from '../../lab-home/settings.ts';
import { DamagedState, StateInUse, UnknownStateVersion } from '../../practice/core/store.ts';
import { startPractice } from '../../practice/start.ts';
import { finishHandshake } from '../../scenarios/course.ts';
import { appliedFaultText, applyFault, faultList } from '../../scenarios/fault.ts';
import type { Io } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';
import { port } from '../../terminal/number-options.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { flag, text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';

const options = {
  port: port({ default: 4566, help: 'the port to listen on' }),
  ephemeral: flag('keep everything in memory; it ends with the process'),
  state: text({ value: 'DIR', help: 'keep everything in this folder', defaultText: '.lab/practice' }),
  ...settingOptions,
  region: text({ value: 'REGION', help: 'the region of the printed exports', defaultText: 'us-east-1' }),
};

type PracticeValues = ValuesOf<typeof options>;

/**
 * The exports of the running practice account. This terminal's own exports override the stored ones, so that a user
 * with two practice accounts can choose one.
 */
function runningExports({ env }: Io): Io['env'] {
  return env.LAB_PRACTICE_TOKEN && env.AWS_ENDPOINT_URL ? env : requireRunningPractice(env).exports;
}

/** Calls the running account. If it does not answer, throws a CliError (exit 3) with the command that starts it. */
async function callRunning<T>(running: Io['env'], call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      `The practice account at ${running.AWS_ENDPOINT_URL} does not answer (${String((error as Error).cause ?? error)}). Start it: npm run practice`,
      3,
    );
  }
}

async function authorize(name: string | undefined, values: PracticeValues, io: Io): Promise<number> {
  if (name === undefined)
    throw new CliError('Which connection? Type: npx lab practice authorize github-codepipeline-lab');
  const running = runningExports(io);
  const region = values.region ?? io.env.AWS_REGION;
  await callRunning(running, () =>
    finishHandshake({ ...running, ...(region ? { AWS_REGION: region } : {}) }, name),
  );
  io.stdout(`The handshake of connection ${name} is finished: it is AVAILABLE.\n`);
  return 0;
}

/** `lab practice fault`: prints the list of faults, or injects one. Returns the exit code. */
async function fault(id: string | undefined, values: PracticeValues, io: Io): Promise<number> {
  const { misconfigurations, findMisconfiguration } = await import(
    '../../practice/misconfigurations/index.ts'
  );
  if (id === undefined) {
    io.stdout(faultList(misconfigurations));
    return 0;
  }
  if (findMisconfiguration(id) === undefined) {
    const suggestion = didYouMean(
      id,
      misconfigurations.map((one) => one.id),
    );
    throw new CliError(
      `There is no fault "${id}".${suggestion ? ` Did you mean: npx lab practice fault ${suggestion}?` : ''} All of them: npx lab practice fault`,
    );
  }
  const running = runningExports(io);
  const lab = loadLab(values, { ...running, ...io.env });
  const appliedFault = await callRunning(running, () => applyFault(running, lab, id));
  io.stdout(appliedFaultText(appliedFault));
  return 0;
}

async function serve(values: PracticeValues, io: Io): Promise<number> {
  const { port, state, region } = values;
  if (values.ephemeral && state !== undefined)
    throw new CliError('--ephemeral keeps nothing and --state keeps everything: give one of them.');
  const stateDir = values.ephemeral ? undefined : (state ?? join(labHome(io.env), 'practice'));
  requireRunningVersion(io.env);
  // Each listing of a large bucket leaves much garbage. Collecting it early halves the size of the process, and takes
  // 5% more time (npm run bench).
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--max-semi-space-size=8');
  let practice: Awaited<ReturnType<typeof startPractice>>;
  try {
    practice = await startPractice({
      port,
      ...defined({ stateDir, region }),
      onInternalError: (error) => io.stderr(internalErrorText(error)),
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new CliError(`Port ${port} is in use. Take another: npx lab practice --port 0 (any free port)`);
    if ([DamagedState, StateInUse, UnknownStateVersion].some((kind) => error instanceof kind))
      throw new CliError((error as Error).message);
    throw error;
  }
  writeRunningPractice(io.env, {
    pid: process.pid,
    accountId: practice.accountId,
    region: practice.region,
    exports: practice.exports,
  });
  io.stdout(`ready ${practice.endpoint}\n`);
  for (const [name, value] of Object.entries(practice.exports)) io.stdout(`export ${name}=${value}\n`);
  if (io.interactive)
    io.stderr(
      '\nKeep this terminal open. In another one, in this folder: eval "$(npx lab env)"\nCtrl-C ends it; what is in it stays for the next time.\n',
    );
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve());
    // If another command of the kit started this process, it ends with that command, however that command ends.
    process.once('disconnect', () => resolve());
  });
  // An open channel to that command would keep this process alive.
  if (process.connected) process.disconnect();
  removeRunningPractice(io.env);
  await practice.close();
  return 130;
}

export const command = defineCommand({
  name: 'practice',
  description: 'A practice account: a local AWS in one process, on 127.0.0.1.',
  usage: [
    'lab practice [--port N] [--ephemeral | --state DIR] [--region REGION]',
    'lab practice authorize NAME [--region REGION]',
    'lab practice fault [ID]',
  ],
  positionals: [
    {
      name: 'action',
      choices: {
        authorize: 'finishes the handshake of a connection with GitHub, which on AWS is done in the console',
        fault:
          'breaks your lab in the running account in a known way, for you to find and mend; without an ID it lists all of them',
      },
    },
    { name: 'NAME | ID', help: 'the connection, or the fault' },
  ],
  options,
  notes: [
    'It prints "ready <address>", then one export line for each variable that leads the AWS CLI, git and the checker to it, and serves until Ctrl-C.',
  ],
  examples: [
    'npx lab practice          # in one terminal',
    'eval "$(npx lab env)"     # in another',
    'npx lab practice authorize github-codepipeline-lab',
    'npx lab practice fault versioning-suspended',
  ],
  async run(values, [verb, name], io) {
    if (verb === undefined) return serve(values, io);
    if (verb === 'authorize') return authorize(name, values, io);
    return fault(name, values, io);
  },
});
