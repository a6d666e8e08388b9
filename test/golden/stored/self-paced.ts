import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeletePipelineCommand } from '@aws-sdk/client-codepipeline';
import { command as check } from '../../../cli/commands/check.ts';
import { command as teardown } from '../../../cli/commands/teardown.ts';
import { saveHelpRequest } from '../../../lab-home/help-request.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { buildLab } from '../../../scenarios/finished-lab/build-lab.ts';
import { labInAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { run } from './command.ts';

/** The files on a learner's machine after a self-paced lab, as the code writes them now. */
export interface SelfPaced {
  /** The practice account's folder before the teardown. */
  state: string;
  evidence: string;
  record: string;
  journal: string;
  /** The same journal of a teardown that was killed: the pipeline was deleted, and the next line is truncated. */
  torn: string;
  remove(): void;
}

export const accountId = '000000000000';
const lab = `practice-${accountId}-us-east-1`;

/** The variables of commands that use this account. There is no clone, so that no path of this machine is stored. */
export function variables(exports: Record<string, string>, home: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    LAB_HOME: home,
    LAB_REPOSITORY: 'octocat/codepipeline-s3-lab',
    ...exports,
  };
}

export const digestIn = (text: string) => /Digest of this plan: ([0-9a-f]{16})/.exec(text)?.[1] ?? text;

/** A journal whose writer ended in the middle of the line after this event. */
export function cutAfter(journal: string, event: string): string {
  const lines = journal.split('\n');
  const last = lines.findIndex((line) => line.includes(`"event":"${event}"`));
  if (last < 0) throw new Error(`${event} is not in the journal`);
  return [...lines.slice(0, last + 1), lines[last + 1]?.slice(0, 60)].join('\n');
}

export async function deletePipeline(practice: Practice, name: string): Promise<void> {
  const clients = clientsOf(practice);
  await clients.pipelines.send(new DeletePipelineCommand({ name }));
  clients.destroy();
}

/** Builds a lab, checks it, and deletes it with the kit's commands. */
export async function selfPaced(): Promise<SelfPaced> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'stored-'));
  const [work, state, home] = [join(root, 'work'), join(root, 'state'), join(root, 'home')];
  mkdirSync(work);
  const building = await startPractice({ port: 0, stateDir: work });
  const account = labInAccount(building, root, {});
  await buildLab(account, 'redeploy');
  await account.close();
  await building.close();
  cpSync(work, state, { recursive: true });

  const practice = await startPractice({ port: 0, stateDir: work });
  const env = variables(practice.exports, home);
  saveHelpRequest(env, 'my push starts nothing', new Date('2026-11-29T09:00:00.000Z'));
  const evidence = join(root, 'evidence.json');
  const checked = await run(check, ['--all', '--save', evidence], env);
  if (checked.exit !== 0) throw new Error(checked.stdout + checked.stderr);
  const plan = await run(teardown, ['--dry-run'], env);
  const torn = await run(teardown, ['--confirm', digestIn(plan.stdout)], env);
  if (torn.exit !== 0) throw new Error(torn.stdout + torn.stderr);
  await practice.close();
  const journal = readFileSync(join(home, 'teardown', `${lab}.jsonl`), 'utf8');
  return {
    state,
    evidence: readFileSync(evidence, 'utf8'),
    record: readFileSync(join(home, 'records', `${lab}.json`), 'utf8'),
    journal,
    torn: cutAfter(journal, 'deleted'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
