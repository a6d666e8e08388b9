import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { limitRegions } from '../../checker/account/regions.ts';

// A worker runs many test files one after another. Changes of the environment are undone after each file, and its
// temporary folder is deleted.
const before = { ...process.env };
const temporary = mkdtempSync(join(tmpdir(), 'lab-test-'));
process.env.TMPDIR = temporary;
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  rmSync(temporary, { recursive: true, force: true });
});

// The regions that tests use. `regions.test.ts` covers the others.
limitRegions(['eu-west-1', 'us-east-1', 'us-west-2']);
