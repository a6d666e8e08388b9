import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname;

/** Whether dist/ was built from the sources as they are now. */
function isUpToDate(): boolean {
  const manifest = join(root, 'dist', 'inputs.json');
  if (!existsSync(manifest)) return false;
  const { startedAt, inputs }: { startedAt: number; inputs: string[] } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  );
  const changedAt = (input: string) =>
    statSync(join(root, input), { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
  return inputs.every((input) => changedAt(input) <= startedAt);
}

/** Builds dist/ before the first test, unless it is up to date. Tests start commands from it. */
export default function buildOnce(): void {
  if (!isUpToDate())
    execFileSync(process.execPath, ['scripts/build.js'], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
}
