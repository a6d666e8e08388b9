import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const entry = new URL('../../dist/lab.js', import.meta.url).pathname;

export interface CommandResult {
  exit: number | null;
  stdout: string;
  stderr: string;
  ms: number;
}

/** An empty folder for HOME and LAB_HOME. */
export const emptyHome = () => mkdtempSync(join(realpathSync(tmpdir()), 'lab-home-'));

/** Runs the built `lab` command as a process of its own with exactly this environment. */
export function lab(
  args: string[],
  env: Record<string, string>,
  { timeout = 240_000 }: { timeout?: number } = {},
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [entry, ...args],
      {
        env: {
          PATH: process.env.PATH ?? '',
          AWS_EC2_METADATA_DISABLED: 'true',
          HTTPS_PROXY: 'http://127.0.0.1:9',
          ...env,
        },
        maxBuffer: 64 * 1024 * 1024,
        timeout,
      },
      (_error, stdout, stderr) =>
        resolve({ exit: child.exitCode, stdout, stderr, ms: performance.now() - started }),
    );
    child.stdin?.end();
  });
}
