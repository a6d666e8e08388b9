import { spawn } from 'node:child_process';
import { proxyTo } from '../../scripts/support/proxy.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

export interface KillResult {
  /** How many calls the command made until it was killed, or until it ended. */
  calls: number;
  /** It had ended before it came to its nth call. */
  ended: boolean;
}

/** Runs the command with SIGKILL at the moment its nth call comes in, or has just been answered. */
export async function killAtCall(
  endpoint: string,
  env: Record<string, string>,
  args: string[],
  n: number,
  answered: boolean,
): Promise<KillResult> {
  let calls = 0;
  let kill: () => void = () => {};
  const proxy = await proxyTo(endpoint, () => {
    calls += 1;
    if (calls < n) return 'pass';
    if (calls > n) return 'hang';
    // The account may still answer, to nobody.
    if (answered) setTimeout(() => kill(), 30);
    else kill();
    return answered ? 'pass' : 'hang';
  });
  const child = spawn(process.execPath, [entry, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env, AWS_ENDPOINT_URL: proxy.endpoint },
    stdio: 'ignore',
  });
  kill = () => child.kill('SIGKILL');
  const ended = await new Promise<boolean>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal === null)),
  );
  await proxy.close();
  return { calls, ended };
}
