import { afterAll } from 'vitest';

// A worker runs many files one after another: what one of them sets in the environment is not the next one's.
const before = { ...process.env };
afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
});
