import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../../lab-home/errors.ts';
import { labHome, readRunningPractice } from '../../lab-home/home.ts';
import { type AdminClient, adminClient } from '../../practice/admin/client/admin-client.ts';
import type { StateResponse } from '../../practice/admin/routes/state.ts';
import { startPracticeAccount } from './account-process.ts';
import { type ClassFiles, writeClass } from './class-files.ts';
import { accountsOf } from './class-plan.ts';
import {
  type AwsClients,
  createAwsClients,
  type LearnerSession,
  openLearnerSession,
} from './learner-session.ts';
import { createSeatUsers } from './seat-users.ts';
import { consoleBucketOf, seedAccount } from './seed-account.ts';
import type { ClassPlan } from './types.ts';

/** All records of each account, by account and key. Equal records mean equal accounts. */
export type AccountRecords = StateResponse['accounts'];

/** A class with its accounts, learner sessions and files, before any learner starts. */
export interface Simulation {
  plan: ClassPlan;
  folder: string;
  files: ClassFiles;
  /** The folder in which learners save their evidence. */
  evidenceFolder: string;
  /** The PATH of the class's commands. */
  path: string;
  learners: LearnerSession[];
  /** Rejects when the practice account ends by itself. */
  died: Promise<never>;
  /** Aborted when the class ends early. */
  signal: AbortSignal;
  stop(): void;
  /** How many calls the learners have made so far. */
  calls(): number;
  state(): Promise<AccountRecords>;
  /** Limits the calls per second of each service in each account; undefined removes the limit. */
  throttle(perSecond: number | undefined): Promise<void>;
  /** How many calls were throttled since `throttle`. */
  throttled(): Promise<number>;
  close(): Promise<void>;
}

/** The names of AWS's services in the practice account. */
const throttledServices = [
  'sts',
  's3',
  'iam',
  'codeconnections',
  'codestar-connections',
  'codepipeline',
] as const;

/**
 * Empties and answers the folder of a simulated class. Throws CliError if a class of this name is running.
 */
function emptyFolder(env: Record<string, string | undefined>, name: string): string {
  const folder = join(labHome(env), 'simulated', name);
  const running = existsSync(folder) ? readRunningPractice({ LAB_HOME: join(folder, 'home') }) : undefined;
  if (running !== undefined)
    throw new CliError(
      `A simulated class ${name} is going on (process ${running.pid}). End it there with Ctrl-C, or take another name: --class NAME`,
    );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'home'), { recursive: true, mode: 0o700 });
  return folder;
}

const accessKeyOf = (exports: Readonly<Record<string, string>>) => ({
  accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
});

async function createAccounts(plan: ClassPlan, admin: AdminClient) {
  const opened = new Map<string, Record<string, string>>();
  for (const accountId of accountsOf(plan))
    opened.set(accountId, (await admin.createAccount({ accountId })).exports);
  return (account: string) => opened.get(account) ?? {};
}

/** Starts and seeds the accounts, writes the class's files, and opens a session for each learner. */
export async function openSimulation(
  plan: ClassPlan,
  env: Record<string, string | undefined>,
  interrupted: AbortSignal,
): Promise<Simulation> {
  const folder = emptyFolder(env, plan.class);
  const ending = new AbortController();
  const signal = AbortSignal.any([interrupted, ending.signal]);
  // Every call in flight adds a listener to the signal, so Node's warning about many listeners is switched
  // off.
  setMaxListeners(0, signal);
  const accounts = await startPracticeAccount(join(folder, 'home'), env.PATH ?? '');
  const endpoint = accounts.exports.AWS_ENDPOINT_URL ?? '';
  const admin = adminClient(accounts.exports);
  const opened: { destroy(): void }[] = [];
  const close = async () => {
    for (const one of opened) one.destroy();
    await accounts.close();
  };
  try {
    const exportsOf = await createAccounts(plan, admin);
    const clientsIn = (account: string, region: string): AwsClients => {
      const clients = createAwsClients(endpoint, region, accessKeyOf(exportsOf(account)), { signal });
      opened.push(clients);
      return clients;
    };
    for (const account of accountsOf(plan))
      await seedAccount(plan, account, (region) => clientsIn(account, region));
    const sharedSeats = plan.seats.filter(({ access }) => access.kind === 'shared');
    const users = await createSeatUsers(clientsIn(plan.shared, 'us-east-1'), plan.shared, sharedSeats);
    let calls = 0;
    const evidenceFolder = join(folder, 'handed-in');
    mkdirSync(evidenceFolder, { mode: 0o700 });
    const learners = plan.seats.map((seat) =>
      openLearnerSession(seat, {
        signal,
        evidenceFolder,
        admin,
        exports: exportsOf(seat.account),
        home: join(folder, 'learners', seat.id),
        accessKey: users.get(seat.id) ?? accessKeyOf(exportsOf(seat.account)),
        clone: join(folder, 'clones', seat.id),
        consoleBucket: consoleBucketOf(seat.account, seat.region),
        count: () => void calls++,
      }),
    );
    opened.push(...learners.map((learner) => ({ destroy: () => learner.close() })));
    return {
      plan,
      folder,
      learners,
      evidenceFolder,
      close,
      died: accounts.died,
      path: env.PATH ?? '',
      signal,
      stop: () => ending.abort(),
      files: writeClass(folder, plan, exportsOf),
      calls: () => calls,
      async state() {
        return (await admin.state()).accounts;
      },
      async throttle(perSecond) {
        if (perSecond === undefined) await admin.stopFaultInjection();
        else {
          const limit = Object.fromEntries(throttledServices.map((name) => [name, perSecond]));
          await admin.setFaultInjection({ limit, seed: plan.seed });
        }
      },
      async throttled() {
        const { counts } = await admin.faultInjection();
        return counts?.throttled ?? 0;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
