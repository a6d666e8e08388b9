import { expect, it } from 'vitest';
import { emptyHome, lab } from '../kit/lab-command.ts';

it("lab rehearse runs every page and every drill's solution", async () => {
  const home = emptyHome();
  const { exit, stdout, stderr } = await lab(['rehearse', '--quiet', '--cli', 'stand-in'], {
    HOME: home,
    LAB_HOME: home,
  });
  expect([exit, stderr]).toEqual([0, '']);
  expect(stdout).toContain('labs/drills/bucket-other-region.md');
  expect(stdout).toMatch(/\n9 pages and \d\d drills ran as printed\.\n$/);
}, 240_000);
