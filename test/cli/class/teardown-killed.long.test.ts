import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classJournalFile } from '../../../classroom/teardown/journal.ts';
import { startPractice } from '../../../practice/start.ts';
import { allRecords, anotherAccount, createSeatResources } from '../../kit/class-lab.ts';
import { differing } from '../../kit/class-teardown.ts';
import { type KillMoment, killAtCall } from '../../kit/kill-at-call.ts';
import { type CommandResult, lab } from '../../kit/lab-command.ts';

/**
 * Two seats of the shared account, one in its own account, and one that never started. The shared account also has a
 * neighbor's resources.
 */
const roster = `class: spring
region: us-east-1
seats:
  - id: s1
  - id: s1-x
  - id: own
    profile: own
  - id: away
`;

let root: string;
let untouched: Map<string, string>;
let keys: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'class-killed-'));
  const practice = await startPractice({ port: 0, stateDir: join(root, 'built') });
  const theirs = await anotherAccount(practice, '111111111111');
  await createSeatResources(practice, 's10', 'role');
  untouched = allRecords(practice);
  await createSeatResources(practice, 's1');
  await createSeatResources(practice, 's1-x', 'role');
  await createSeatResources(theirs, 'own');
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = theirs.exports;
  keys = `[own]\naws_access_key_id = ${AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${AWS_SECRET_ACCESS_KEY}\n`;
  await practice.close();
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const outputOf = ({ exit, stdout, stderr }: CommandResult) => `exit ${exit}\n${stdout}${stderr}`;

/**
 * One class that is killed at this moment, and the commands that the instructor types afterwards. False if it had
 * ended before.
 */
async function once(moment: KillMoment): Promise<boolean> {
  const folder = join(root, Object.values(moment).join('-'));
  mkdirSync(folder);
  cpSync(join(root, 'built'), join(folder, 'account'), { recursive: true });
  const internalErrors: unknown[] = [];
  const practice = await startPractice({
    port: 0,
    stateDir: join(folder, 'account'),
    onInternalError: (error) => internalErrors.push(error),
  });
  try {
    const file = join(folder, 'class.yaml');
    writeFileSync(file, roster);
    writeFileSync(join(folder, 'credentials'), keys);
    const home = join(folder, 'lab');
    const env = {
      HOME: folder,
      LAB_HOME: home,
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      ...practice.exports,
    };
    const teardown = ['class', 'teardown', file];
    const plan = await lab([...teardown, '--dry-run'], env);
    const digest = /Digest of this plan: ([0-9a-f]{16})/.exec(plan.stdout)?.[1] ?? outputOf(plan);
    const confirmed = [...teardown, '--confirm', digest];
    const { ended } = await killAtCall(practice.endpoint, env, confirmed, moment);
    const journal = classJournalFile(home, 'spring', 'practice');
    const begun = existsSync(journal) && readFileSync(journal, 'utf8').includes('"confirmed"');
    const again = await lab(begun ? [...teardown, '--resume'] : confirmed, env);
    const where = `killed at ${JSON.stringify(moment)}`;
    expect([where, again.exit], outputOf(again)).toEqual([where, 0]);
    expect([where, again.stdout.includes('4 seats: 3 clean, 1 not begun.')], outputOf(again)).toEqual([
      where,
      true,
    ]);
    expect([where, differing(untouched, allRecords(practice))]).toEqual([where, []]);
    return !ended;
  } finally {
    await practice.close();
    rmSync(folder, { recursive: true, force: true });
    expect(internalErrors).toEqual([]);
  }
}

describe("a class's teardown that SIGKILL ends", () => {
  it.each([
    // test/classroom/teardown-crash.long.test.ts tries every call that changes a resource, in one process.
    { of: 'changes' as const, answered: false, from: 1, stride: 12, least: 30 },
    { of: 'changes' as const, answered: true, from: 7, stride: 12, least: 30 },
    { of: 'calls' as const, answered: false, from: 1, stride: 150, least: 300 },
    { of: 'calls' as const, answered: true, from: 75, stride: 150, least: 300 },
  ])(
    'in steps of $stride of its $of, from $from (answered: $answered), is resumed to the same result',
    async ({ of, answered, from, stride, least }) => {
      let next = from;
      let more = true;
      const worker = async () => {
        while (more) {
          const n = next;
          next += stride;
          if (!(await once({ n, of, answered }))) more = false;
        }
      };
      await Promise.all([worker(), worker()]);
      // A teardown that makes no calls would prove nothing.
      expect(next).toBeGreaterThan(least);
    },
    1_800_000,
  );
});
