import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** Runs a script of dist/ whose reader closes before any output. Resolves to its exit code and standard error. */
async function runWithClosedStdout(name: string): Promise<{ code: number | null; stderr: string }> {
  const file = new URL(`../../dist/${name}.js`, import.meta.url).pathname;
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr };
}

describe('a reader that closes the pipe', () => {
  it.each(['lint-labs', 'matrix', 'lab'])(
    'is no error: %s',
    async (name) => {
      expect(await runWithClosedStdout(name)).toEqual({ code: 0, stderr: '' });
    },
    60_000,
  );
});
