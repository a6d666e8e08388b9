import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// A worker runs many files one after another: what one of them sets in the environment is not the next one's, and
// what it leaves in its folder for temporary files goes with it.
const before = { ...process.env };
const temporary = mkdtempSync(join(tmpdir(), 'lab-test-'));
process.env.TMPDIR = temporary;
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(temporary, { recursive: true, force: true });
});
