import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/** A script of dist/ whose reader leaves before it has said a word: its exit code, and what it complains of. */
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

describe('a reader that goes away', () => {
  it.each(['lint-labs', 'matrix', 'lab'])(
    'is no error: %s',
    async (name) => {
      expect(await runWithClosedStdout(name)).toEqual({ code: 0, stderr: '' });
    },
    60_000,
  );
});
