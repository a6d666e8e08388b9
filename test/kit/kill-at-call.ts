import { spawn } from 'node:child_process';
import { proxyTo } from '../../scripts/support/proxy.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

export interface KillResult {
  /** The number of calls that the command made until it was killed or had ended. */
  calls: number;
  /** The command had ended before its nth call. */
  ended: boolean;
}

/** Runs the command and kills it with SIGKILL when its nth call arrives, or right after the answer. */
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
    // The account may still respond, but the command is gone.
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
