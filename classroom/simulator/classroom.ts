import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../../lab-home/errors.ts';
import { labHome, readRunning } from '../../lab-home/home.ts';
import { type AccountProcess, startAccounts } from './account-process.ts';
import { type ClassFiles, writeClass } from './class-files.ts';
import { type Desk, openDesk, type Services, servicesOf, turn } from './desk.ts';
import { consoleBucketOf, furnish } from './furniture.ts';
import { accountsOf } from './plan.ts';
import { makeSeatUsers } from './seat-users.ts';
import type { ClassPlan } from './types.ts';

/** All that is in each account, by record: two that are equal are the same accounts. */
export type State = Record<string, Record<string, string>>;

/** A class with its accounts, its desks and its files; nobody has begun. */
export interface Classroom {
  plan: ClassPlan;
  folder: string;
  files: ClassFiles;
  /** The folder that learners hand their evidence in to. */
  handedIn: string;
  /** Where programs are looked for. */
  path: string;
  desks: Desk[];
  died: Promise<never>;
  /** Aborted when the class is ended before its time. */
  signal: AbortSignal;
  stop(): void;
  /** How many calls the learners made so far. */
  calls(): number;
  state(): Promise<State>;
  /** So many calls a second of each service in each account; undefined ends that. */
  throttle(perSecond: number | undefined): Promise<void>;
  /** How many calls were refused as too many since the throttling began. */
  throttled(): Promise<number>;
  close(): Promise<void>;
}

/** The services of AWS, as the practice account calls them. */
const throttled = ['sts', 's3', 'iam', 'codeconnections', 'codestar-connections', 'codepipeline'] as const;

/** The folder of a simulated class, emptied. Throws CliError where one of that name is going on. */
function ownFolder(env: Record<string, string | undefined>, name: string): string {
  const folder = join(labHome(env), 'simulated', name);
  const running = existsSync(folder) ? readRunning({ LAB_HOME: join(folder, 'home') }) : undefined;
  if (running !== undefined)
    throw new CliError(
      `A simulated class ${name} is going on (process ${running.pid}). End it there with Ctrl-C, or take another name: --class NAME`,
    );
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'home'), { recursive: true, mode: 0o700 });
  return folder;
}

const keysOf = (exports: Readonly<Record<string, string>>) => ({
  accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
  secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
});

async function accountsIn(plan: ClassPlan, { exports }: AccountProcess) {
  const opened = new Map<string, Record<string, string>>();
  for (const accountId of accountsOf(plan)) {
    const answer = await turn(
      exports.AWS_ENDPOINT_URL ?? '',
      exports.LAB_PRACTICE_TOKEN ?? '',
      ['POST', 'accounts'],
      { accountId },
    );
    opened.set(accountId, answer.exports as Record<string, string>);
  }
  return (account: string) => opened.get(account) ?? {};
}

/** Starts the accounts, puts into them what was there before the class, writes the class's files, opens the desks. */
export async function openClassroom(
  plan: ClassPlan,
  env: Record<string, string | undefined>,
  stopped: AbortSignal,
): Promise<Classroom> {
  const folder = ownFolder(env, plan.class);
  const ending = new AbortController();
  const signal = AbortSignal.any([stopped, ending.signal]);
  // Every call in flight listens to it.
  setMaxListeners(0, signal);
  const accounts = await startAccounts(join(folder, 'home'), env.PATH ?? '');
  const endpoint = accounts.exports.AWS_ENDPOINT_URL ?? '';
  const token = accounts.exports.LAB_PRACTICE_TOKEN ?? '';
  const opened: { destroy(): void }[] = [];
  const close = async () => {
    for (const one of opened) one.destroy();
    await accounts.close();
  };
  try {
    const exportsOf = await accountsIn(plan, accounts);
    const servicesIn = (account: string, region: string): Services => {
      const services = servicesOf(endpoint, region, keysOf(exportsOf(account)), { signal });
      opened.push(services);
      return services;
    };
    for (const account of accountsOf(plan))
      await furnish(plan, account, (region) => servicesIn(account, region));
    const sharing = plan.seats.filter(({ access }) => access.kind === 'shared');
    const users = await makeSeatUsers(servicesIn(plan.shared, 'us-east-1'), plan.shared, sharing);
    let calls = 0;
    const handedIn = join(folder, 'handed-in');
    mkdirSync(handedIn, { mode: 0o700 });
    const desks = plan.seats.map((seat) =>
      openDesk(seat, {
        ...{ signal, handedIn, adminToken: token, exports: exportsOf(seat.account) },
        home: join(folder, 'learners', seat.id),
        keys: users.get(seat.id) ?? keysOf(exportsOf(seat.account)),
        clone: join(folder, 'clones', seat.id),
        consoleBucket: consoleBucketOf(seat.account, seat.region),
        count: () => void calls++,
      }),
    );
    opened.push(...desks.map((desk) => ({ destroy: () => desk.close() })));
    const knob = (way: [string, string], body?: object) => turn(endpoint, token, way, body);
    return {
      ...{ plan, folder, desks, handedIn, close, died: accounts.died, path: env.PATH ?? '' },
      signal,
      stop: () => ending.abort(),
      files: writeClass(folder, plan, exportsOf),
      calls: () => calls,
      async state() {
        return (await knob(['GET', 'state'])).accounts as State;
      },
      async throttle(perSecond) {
        if (perSecond === undefined) await knob(['DELETE', 'weather']);
        else {
          const limit = Object.fromEntries(throttled.map((name) => [name, perSecond]));
          await knob(['PUT', 'weather'], { limit, seed: plan.seed });
        }
      },
      async throttled() {
        const { counts } = (await knob(['GET', 'weather'])) as { counts?: { throttled?: number } };
        return counts?.throttled ?? 0;
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
