import { type GitConfiguration, ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { createPipeline, executionsOf, name, until } from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  lab.available();
});
afterEach(() => lab.close());

/** The actions of the latest execution that a push started, after its first one has succeeded. */
const pushed = (executions: number) =>
  until(lab, async () => {
    const all = await executionsOf(lab);
    if (all.length < executions) return undefined;
    const filter = { pipelineExecutionId: all[0]?.pipelineExecutionId };
    const { actionExecutionDetails: found = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name, filter }),
    );
    const source = found.at(-1);
    return source?.status === 'Succeeded' ? source.output?.outputVariables : undefined;
  });
const trigger = (git: Omit<GitConfiguration, 'sourceActionName'>) => ({
  executionMode: 'PARALLEL' as const,
  triggers: [
    {
      providerType: 'CodeStarSourceConnection' as const,
      gitConfiguration: { sourceActionName: 'Source', ...git },
    },
  ],
});
const types = async () => (await executionsOf(lab)).map(({ trigger: by }) => by?.triggerType);

it('a trigger for a branch and path starts with the pushed branch and commit', async () => {
  await lab.push({ 'index.html': 'x' }, 'First');
  const push = [{ branches: { includes: ['feature/*'] }, filePaths: { includes: ['docs/**'] } }];
  await createPipeline(lab, trigger({ push }));
  await lab.push({ 'index.html': 'y' }, 'On main: no trigger');
  await lab.push({ 'index.html': 'z' }, 'A new branch, and main’s files with it', 'feature/a');
  await lab.push({ 'index.html': 'zz' }, 'Not the path', 'feature/a');
  const commit = await lab.push({ 'docs/a.md': 'text' }, 'Branch and path', 'feature/a');
  expect(await pushed(2)).toMatchObject({ CommitId: commit, BranchName: 'feature/a' });
  expect(await types()).toEqual(['WebhookV2', 'CreatePipeline']);
});

it('a trigger for tags starts with the tagged commit, and on nothing else', async () => {
  await lab.push({ 'index.html': 'x' }, 'First');
  await lab.tag('v0.9');
  const push = [{ tags: { includes: ['v*'], excludes: ['*-rc'] } }];
  await createPipeline(lab, trigger({ push }));
  const tagged = await lab.push({ 'index.html': 'y' }, 'On main: no trigger');
  await lab.tag('v1-rc');
  await lab.tag('other');
  expect(await types()).toEqual(['CreatePipeline']);
  await lab.tag('v1');
  expect(await pushed(2)).toMatchObject({ CommitId: tagged });
  const second = await lab.push({ 'index.html': 'z' }, 'Second');
  await lab.tag('v2', 'With an annotation');
  expect(await pushed(3)).toMatchObject({ CommitId: second });
  expect(await types()).toEqual(['WebhookV2', 'WebhookV2', 'CreatePipeline']);
});

it('a tag starts nothing without a trigger for tags', async () => {
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab);
  await lab.tag('v1');
  expect(await types()).toEqual(['CreatePipeline']);
});

it('a trigger for pull requests is accepted, and no push starts it', async () => {
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab, trigger({ pullRequest: [{ branches: { includes: ['**'] } }] }));
  await lab.push({ 'index.html': 'y' }, 'No pull request');
  await lab.tag('v1');
  expect(await types()).toEqual(['CreatePipeline']);
});
