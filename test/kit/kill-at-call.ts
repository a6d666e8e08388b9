import { spawn } from 'node:child_process';
import { type ProxiedCall, proxyTo } from '../../scripts/support/proxy.ts';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

export interface KillResult {
  /** The number of counted calls that the command made until it was killed or had ended. */
  calls: number;
  /** The command had ended before that moment. */
  ended: boolean;
}

/** When a command is killed. */
export interface KillMoment {
  n: number;
  /** What `n` counts: all calls, or those that change something. A teardown reads far more than it changes. */
  of: 'calls' | 'changes';
  /** Kills it right after the answer, and not when the call arrives. */
  answered: boolean;
}

/** Whether a call changes something in the account. */
function isChange({ method, url, headers, body, service }: ProxiedCall): boolean {
  if (service === 's3')
    return method === 'PUT' || method === 'DELETE' || (method === 'POST' && /[?&]delete/.test(url));
  const operation =
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) || /Action=(\w+)/.exec(body.toString())?.[1];
  return /^(Delete|Put|Stop|Detach|Remove|Update)/.test(operation ?? '');
}

/** Runs the command and kills it with SIGKILL at this moment. */
export async function killAtCall(
  endpoint: string,
  env: Record<string, string>,
  args: string[],
  { n, of, answered }: KillMoment,
): Promise<KillResult> {
  let calls = 0;
  let isKilled = false;
  let kill: () => void = () => {};
  const proxy = await proxyTo(endpoint, (call) => {
    if (isKilled) return 'hang';
    if (of === 'changes' && !isChange(call)) return 'pass';
    calls += 1;
    if (calls < n) return 'pass';
    isKilled = true;
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
