import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesOf } from '../../../checker/lab/lab.ts';
import { command as check } from '../../../cli/commands/check.ts';
import { command as status } from '../../../cli/commands/class/status.ts';
import { command as teardown } from '../../../cli/commands/class/teardown.ts';
import { command as hand } from '../../../cli/commands/hand.ts';
import { command as teardownOfSeat } from '../../../cli/commands/teardown.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { fullBucket } from '../../kit/class-lab.ts';
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
const { deployBucket, tags } = namesOf({ region: 'us-east-1', branch: 'main', seat: 's1' }, accountId);

/** The bucket of seat s1, with objects that no pipeline's artifact explains. */
export const bucketOfSeat = deployBucket;

async function createBucketOfSeat(practice: Practice): Promise<void> {
  const clients = clientsOf(practice);
  const tagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await fullBucket(clients, bucketOfSeat, 'us-east-1', tagSet);
  clients.destroy();
}

/** Declares the bucket of seat s1 with its objects to be the lab's, as the class's teardown says. */
export async function adoptBucketOfSeat(env: Record<string, string>): Promise<void> {
  const flags = ['--seat', 's1', '--region', 'us-east-1', '--adopt', `arn:aws:s3:::${bucketOfSeat}`];
  const question = await run(teardownOfSeat, flags, env);
  const [, id = question.stdout] = /--confirm ([0-9a-f]{16})/.exec(question.stdout) ?? [];
  const { exit, stdout, stderr } = await run(teardownOfSeat, [...flags, '--confirm', id], env);
  if (exit !== 0) throw new Error(stdout + stderr);
}

/** Polls a class of two seats, one of which has only a bucket, and deletes what they created. */
export async function classFiles(): Promise<ClassFiles> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'stored-class-'));
  const [work, state, home] = [join(root, 'work'), join(root, 'state'), join(root, 'home')];
  mkdirSync(work);
  const building = await startPractice({ port: 0, stateDir: work });
  await createBucketOfSeat(building);
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
    await run(teardown, [file, '--dry-run'], env);
    await adoptBucketOfSeat(env);
    const plan = await run(teardown, [file, '--dry-run'], env);
    const torn = await run(teardown, [file, '--confirm', digestIn(plan.stdout)], env);
    if (torn.exit !== 0) throw new Error(torn.stdout + torn.stderr);
    const journal = readFileSync(join(home, 'class', 'spring-practice-teardown.jsonl'), 'utf8');
    const ofSeat = readFileSync(join(home, 'teardown', `${seat}.jsonl`), 'utf8');
    return {
      state,
      evidence: readFileSync(evidence, 'utf8'),
      board: readFileSync(join(home, 'class', 'spring-practice.json'), 'utf8'),
      journal,
      torn: cutAfter(journal, 'confirmed'),
      seat: ofSeat,
      seatTorn: cutAfter(ofSeat, 'confirmed'),
      remove: () => rmSync(root, { recursive: true, force: true }),
    };
  } finally {
    await practice.close();
  }
}
