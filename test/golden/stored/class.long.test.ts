import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readState } from '../../../classroom/state-file.ts';
import { openClassJournal, partsOf, unfinishedClass } from '../../../classroom/teardown/journal.ts';
import { command as status } from '../../../cli/commands/class/status.ts';
import { command as teardown } from '../../../cli/commands/class/teardown.ts';
import { loadEvidence } from '../../../lab-home/evidence.ts';
import { startPractice } from '../../../practice/start.ts';
import { allRecords } from '../../kit/class-lab.ts';
import { adoptBucketOfSeat, bucketOfSeat, type ClassFiles, classFiles, roster } from './class-files.ts';
import { run } from './command.ts';
import {
  copyOfState,
  fixture,
  journalMadeNow,
  placed,
  sets,
  writeFixture,
  writeStateFixture,
} from './fixture.ts';
import { normalized, normalizedEvidence, normalizedJournal } from './normalize.ts';
import { accountId, variables } from './self-paced.ts';

const seat = `practice-${accountId}-us-east-1-s1`;

let now: ClassFiles;
beforeAll(async () => {
  now = await classFiles();
  writeStateFixture('class-account', now.state);
  writeFixture('class-evidence.json.txt', now.evidence);
  writeFixture('class-state.json.txt', now.board);
  writeFixture('class-teardown.jsonl', now.journal);
  writeFixture('class-teardown-torn.jsonl', now.torn);
  writeFixture('seat-teardown.jsonl', now.seat);
  writeFixture('seat-teardown-torn.jsonl', now.seatTorn);
}, 60_000);
afterAll(() => now.remove());

describe('the code writes files in the form of the fixtures', () => {
  it('the state of a class', () => {
    const then = JSON.parse(fixture('class-state.json.txt'));
    expect(normalized(JSON.parse(now.board))).toEqual(normalized(then));
    expect(now.board).toBe(`${JSON.stringify(JSON.parse(now.board))}\n`);
  });

  it('the evidence of a seat, with a request for help', () => {
    expect(normalizedEvidence(now.evidence)).toEqual(normalizedEvidence(fixture('class-evidence.json.txt')));
  });

  it("the journals of a class's teardown", () => {
    expect(normalizedJournal(now.journal)).toEqual(normalizedJournal(fixture('class-teardown.jsonl')));
    expect(normalizedJournal(now.seat)).toEqual(normalizedJournal(fixture('seat-teardown.jsonl')));
  });
});

describe.each(sets)('the code reads the files of the set %s', (set) => {
  it('state of a class: contains where each seat is', () => {
    const file = join(placed({ state: fixture('class-state.json.txt', set) }), 'state');
    const { state, damaged } = readState(file, 'spring');
    expect([damaged, state.class, state.rounds, Object.keys(state.seats)]).toEqual([
      false,
      'spring',
      1,
      ['s1', 'away'],
    ]);
    expect(state.seats.away?.standing).toBe('not-begun');
    expect(state.seats.s1?.hand?.text).toBe('my bucket has no versions');
    expect(state.seats.s1?.seen?.steps).toMatchObject({ 'step-1': 'pass', 'step-4': 'fail' });
    expect(readState(file, 'autumn').damaged).toBe(true);
  });

  it('state of a class: the board continues from it', async () => {
    const home = placed({
      'class/spring-practice.json': fixture('class-state.json.txt', set),
      'class.yaml': roster,
    });
    const before = readState(join(home, 'class/spring-practice.json'), 'spring').state;
    const practice = await startPractice({ port: 0, stateDir: copyOfState('class-account', set) });
    const env = variables(practice.exports, home);
    const { stdout } = await run(status, [join(home, 'class.yaml'), '--reporter', 'json'], env);
    await practice.close();
    const { changes, remarks } = JSON.parse(stdout) as { changes: { to?: string }[]; remarks: string[] };
    expect(remarks).toEqual([]);
    // The only change is that a seat has been stuck for longer than ten minutes.
    expect(changes.filter(({ to }) => to !== 'stuck')).toEqual([]);
    const { state } = readState(join(home, 'class/spring-practice.json'), 'spring');
    expect(state.rounds).toBe(2);
    expect(state.seats.s1?.at).toEqual(before.seats.s1?.at);
    expect(state.seats.s1?.hand).toEqual(before.seats.s1?.hand);
  });

  it('evidence of a seat: contains the request for help', async () => {
    const file = join(placed({ evidence: fixture('class-evidence.json.txt', set) }), 'evidence');
    const { hand, lab, steps } = await loadEvidence(file);
    expect([hand?.text, lab.seat, steps]).toEqual(['my bucket has no versions', 's1', ['step-3', 'step-4']]);
  });

  it('journal of a class: contains what was confirmed and whether it ended', () => {
    const journalOf = (name: string) =>
      openClassJournal(join(placed({ journal: fixture(name, set) }), 'journal'));
    const [whole, torn] = [journalOf('class-teardown.jsonl'), journalOf('class-teardown-torn.jsonl')];
    expect(unfinishedClass(whole)).toBeUndefined();
    const confirmed = unfinishedClass(torn);
    expect(confirmed?.parts.map(({ seat, account, region }) => [seat, account, region])).toEqual([
      ['s1', accountId, 'us-east-1'],
      ['away', accountId, 'us-east-1'],
    ]);
    expect(partsOf(whole, confirmed?.digest ?? '')).toEqual(confirmed?.parts);
  });

  it('journals of a class that a kill truncated: --resume continues to the end', async () => {
    const home = placed({
      'class/spring-practice-teardown.jsonl': journalMadeNow('class-teardown-torn.jsonl', set),
      [`teardown/${seat}.jsonl`]: journalMadeNow('seat-teardown-torn.jsonl', set),
      'class.yaml': roster,
    });
    const practice = await startPractice({ port: 0, stateDir: copyOfState('class-account', set) });
    const env = variables(practice.exports, home);
    const resume = () => run(teardown, [join(home, 'class.yaml'), '--resume'], env);
    const journal = openClassJournal(join(home, 'class/spring-practice-teardown.jsonl'));
    expect(unfinishedClass(journal)).toBeDefined();
    const inS3 = () => [...allRecords(practice)].filter(([row]) => row.startsWith('s3/'));
    // Nothing explains the objects in the bucket. Kits before version 2 deleted them without asking.
    if (!fixture('seat-teardown-torn.jsonl', set).includes('"event":"adopted"')) {
      const before = inS3();
      const { exit, stdout, stderr } = await resume();
      expect([exit, stdout], stdout + stderr).toEqual([3, expect.stringContaining(bucketOfSeat)]);
      expect(stdout).toContain('1 with something left, 1 not begun');
      expect(inS3()).toEqual(before);
      expect(unfinishedClass(journal)).toBeDefined();
      await adoptBucketOfSeat(env);
    }
    const { exit, stdout, stderr } = await resume();
    expect([exit, stdout], stdout + stderr).toEqual([0, expect.stringContaining('1 clean, 1 not begun')]);
    expect(inS3()).toEqual([]);
    await practice.close();
    expect(unfinishedClass(journal)).toBeUndefined();
  });
});
