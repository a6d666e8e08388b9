import { setMaxListeners } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../../errors.ts';
import { labHome, readRunning } from '../../home.ts';
import { type AccountProcess, startAccounts } from './account-process.ts';
import { type ClassFiles, writeClass } from './class-files.ts';
import { type Desk, openDesk, type Services, servicesOf, turn } from './desk.ts';
import { consoleBucketOf, furnish } from './furniture.ts';
import { accountsOf, type ClassPlan } from './plan.ts';

/** All that is in each account, by record: two that are equal are the same accounts. */
export type State = Record<string, Record<string, string>>;

/** A class with its accounts, its desks and its files; nobody has begun. */
export interface Classroom {
  plan: ClassPlan;
  folder: string;
  files: ClassFiles;
  desks: Desk[];
  died: Promise<never>;
  /** How many calls the learners made so far. */
  calls(): number;
  state(): Promise<State>;
  /** So many calls a second of each service in each account; undefined ends that. */
  throttle(perSecond: number | undefined): Promise<void>;
  /** How many calls were refused as too many since the throttling began. */
  throttled(): Promise<number>;
  close(): Promise<void>;
}

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
  signal: AbortSignal,
): Promise<Classroom> {
  const folder = ownFolder(env, plan.class);
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
    for (const account of accountsOf(plan)) {
      const servicesIn = (region: string): Services => {
        const services = servicesOf(endpoint, region, keysOf(exportsOf(account)), { signal });
        opened.push(services);
        return services;
      };
      await furnish(plan, account, servicesIn);
    }
    let calls = 0;
    const desks = plan.seats.map((seat) =>
      openDesk(seat, {
        ...{ endpoint, signal, keys: keysOf(exportsOf(seat.account)), adminToken: token },
        clone: join(folder, 'clones', seat.id),
        gitUrl: exportsOf(seat.account).LAB_GIT_URL ?? '',
        consoleBucket: consoleBucketOf(seat.account, seat.region),
        count: () => void calls++,
      }),
    );
    opened.push(...desks.map((desk) => ({ destroy: () => desk.close() })));
    const knob = (way: [string, string], body?: object) => turn(endpoint, token, way, body);
    return {
      ...{ plan, folder, desks, close, died: accounts.died },
      files: writeClass(folder, plan, exportsOf),
      calls: () => calls,
      async state() {
        return (await knob(['GET', 'state'])).accounts as State;
      },
      async throttle(perSecond) {
        if (perSecond === undefined) await knob(['DELETE', 'weather']);
        else await knob(['PUT', 'weather'], { limit: perSecond, seed: plan.seed });
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
