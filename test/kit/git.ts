import { outputOf, runProgram } from '../../checker/account/run-program.ts';

/** Where a test runs git: in a folder, with a HOME that has no settings of the machine's user. */
export interface GitPlace {
  cwd: string;
  home: string;
}

/** Runs git as Ada, who has no settings and no credential helper. Resolves to what it printed. */
export const git = ({ cwd, home }: GitPlace, ...args: string[]): Promise<string> =>
  outputOf('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    timeoutMs: 20_000,
  });

/** What a shell command printed in that place, byte by byte. Throws when it fails. */
export async function bytesOf({ cwd, home }: GitPlace, command: string): Promise<Buffer> {
  const { exit, stdout, stderr } = await runProgram('sh', ['-c', command], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' },
  });
  if (exit !== 0) throw new Error(`${command} ended with ${exit}: ${stderr}`);
  return stdout;
}
