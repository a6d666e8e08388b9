import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runProgram } from '../../../checker/account/run-program.ts';
import { startPractice } from '../../../practice/start.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { git } from '../../kit/git.ts';
import { type Lab, openLab } from '../services/codepipeline/lab.ts';
import { approvalToken, createPipeline, executionsOf, until } from '../services/codepipeline/steps.ts';

let stateDir: string;
let lab: Lab;
beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'missed-push-'));
  lab = await openLab({ stateDir });
  lab.available();
  await lab.push({ 'index.html': 'first' }, 'First');
  await createPipeline(lab);
  await approvalToken(lab);
});
afterEach(async () => {
  await lab.close();
  rmSync(stateDir, { recursive: true, force: true });
});

/** Moves `main` as git does in a push without an event: the account's process ended in between. */
async function moveBranchWithoutEvent(): Promise<string> {
  const inHost = (...args: string[]) =>
    git({ cwd: stateDir, home: stateDir }, '--git-dir', join(stateDir, 'git/octo/site.git'), ...args);
  const commit = await inHost('commit-tree', 'main^{tree}', '-p', 'main', '-m', 'Untold');
  await inHost('update-ref', 'refs/heads/main', commit);
  return commit;
}

/** The pipeline ran for this commit by a push, and for the one before. It does not run again. */
async function expectStarted(commit: string): Promise<void> {
  const [newest] = await until(lab, async () => {
    const executions = await executionsOf(lab);
    return executions[0]?.sourceRevisions?.[0]?.revisionId === commit ? executions : undefined;
  });
  expect(newest?.trigger?.triggerType).toBe('WebhookV2');
  expect(await executionsOf(lab)).toHaveLength(2);
}

it('a push without an event is processed at the next start', async () => {
  await lab.practice.close();
  const commit = await moveBranchWithoutEvent();
  lab = { ...lab, practice: await startPractice({ port: 0, stateDir }) };
  const clients = clientsOf(lab.practice);
  lab = { ...lab, pipelines: clients.pipelines };
  await expectStarted(commit);
  // And only once.
  await lab.practice.close();
  lab = { ...lab, practice: await startPractice({ port: 0, stateDir }) };
  clients.destroy();
  const again = clientsOf(lab.practice);
  lab = { ...lab, pipelines: again.pipelines };
  await approvalToken(lab);
  expect(await executionsOf(lab)).toHaveLength(2);
  again.destroy();
});

it('a push without an event is processed when the client pushes again without changes', async () => {
  const commit = await moveBranchWithoutEvent();
  const url = `${lab.practice.exports.LAB_GIT_URL}/octo/site.git`;
  const env = { PATH: process.env.PATH ?? '', HOME: stateDir, GIT_CONFIG_NOSYSTEM: '1' };
  const run = (...args: string[]) => runProgram('git', args, { cwd: stateDir, env });
  await run('clone', '--quiet', url, 'clone');
  const { stderr } = await run('-C', 'clone', 'push', 'origin', 'main');
  expect(stderr).toContain('Everything up-to-date');
  await expectStarted(commit);
});
