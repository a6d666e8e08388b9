import { execa } from 'execa';

/** Where a test runs git: in a folder, with a HOME that has no settings of the machine's user. */
export interface GitPlace {
  cwd: string;
  home: string;
}

const optionsIn = ({ cwd, home }: GitPlace) => ({
  cwd,
  env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
  extendEnv: false,
  timeout: 20_000,
});

/** Runs git as Ada, who has no settings and no credential helper. Resolves to what it printed. */
export async function git(place: GitPlace, ...args: string[]): Promise<string> {
  const ada = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return (await execa('git', [...ada, ...args], optionsIn(place))).stdout.trimEnd();
}

/** What a shell command printed in that place, byte by byte. Throws when it fails. */
export async function bytesOf(place: GitPlace, command: string): Promise<Buffer> {
  const options = { ...optionsIn(place), encoding: 'buffer', stripFinalNewline: false } as const;
  return Buffer.from((await execa('sh', ['-c', command], options)).stdout);
}
