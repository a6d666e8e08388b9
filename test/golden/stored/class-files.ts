import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command as check } from '../../../cli/commands/check.ts';
import { command as status } from '../../../cli/commands/class/status.ts';
import { command as teardown } from '../../../cli/commands/class/teardown.ts';
import { command as hand } from '../../../cli/commands/hand.ts';
import { startPractice } from '../../../practice/start.ts';
import { createSeatResources } from '../../kit/class-lab.ts';
import { run } from './command.ts';
import { accountId, cutAfter, digestIn, variables } from './self-paced.ts';

/** The files on an instructor's machine after a class, as the code writes them now. */
export interface ClassFiles {
  /** The practice account's folder before the teardown. */
  state: string;
  /** What the learner of seat s1 hands in, with a request for help. */
  evidence: string;
  board: string;
  journal: string;
  /** The journal of a class whose teardown was killed. */
  torn: string;
  /** The journal of seat s1. */
  seat: string;
  seatTorn: string;
  remove(): void;
}

export const roster = 'class: spring\nregion: us-east-1\nseats:\n  - id: s1\n    name: Ada\n  - id: away\n';
const seat = `practice-${accountId}-us-east-1-s1`;

/** Polls a class of two seats, one of which has only a bucket, and deletes what they created. */
export async function classFiles(): Promise<ClassFiles> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'stored-class-'));
  const [work, state, home] = [join(root, 'work'), join(root, 'state'), join(root, 'home')];
  mkdirSync(work);
  const building = await startPractice({ port: 0, stateDir: work });
  await createSeatResources(building, 's1', 'bucket');
  await building.close();
  cpSync(work, state, { recursive: true });

  const practice = await startPractice({ port: 0, stateDir: work });
  try {
    const env = variables(practice.exports, home);
    const learner = { ...env, LAB_SEAT: 's1', LAB_HOME: join(root, 'learner') };
    await run(hand, ['my bucket has no versions'], learner);
    const evidence = join(root, 'evidence.json');
    await run(check, ['step-3', 'step-4', '--save', evidence], learner);
    const file = join(root, 'class.yaml');
    writeFileSync(file, roster);
    await run(status, [file, '--evidence', evidence], env);
    const plan = await run(teardown, [file, '--dry-run'], env);
    const torn = await run(teardown, [file, '--confirm', digestIn(plan.stdout)], env);
    if (torn.exit !== 0) throw new Error(torn.stdout + torn.stderr);
    const journal = readFileSync(join(home, 'class', 'spring-practice-teardown.jsonl'), 'utf8');
    const ofSeat = readFileSync(join(home, 'teardown', `${seat}.jsonl`), 'utf8');
    return {
      state,
      evidence: readFileSync(evidence, 'utf8'),
      board: readFileSync(join(home, 'class', 'spring-practice.json'), 'utf8'),
      ...{ journal, torn: cutAfter(journal, 'confirmed') },
      ...{ seat: ofSeat, seatTorn: cutAfter(ofSeat, 'confirmed') },
      remove: () => rmSync(root, { recursive: true, force: true }),
    };
  } finally {
    await practice.close();
  }
}
