import { ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { createPipeline, executionsOf, name, until } from './steps.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  lab.available();
});
afterAll(() => lab.close());

it('a trigger by branch and path starts with the branch and commit that were pushed', async () => {
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab, {
    executionMode: 'PARALLEL',
    triggers: [
      {
        providerType: 'CodeStarSourceConnection',
        gitConfiguration: {
          sourceActionName: 'Source',
          push: [{ branches: { includes: ['feature/*'] }, filePaths: { includes: ['docs/**'] } }],
        },
      },
    ],
  });
  await lab.push({ 'index.html': 'y' }, 'On main: no trigger');
  await lab.push({ 'index.html': 'z' }, 'A new branch, and main’s files with it', 'feature/a');
  await lab.push({ 'index.html': 'zz' }, 'Not the path', 'feature/a');
  const commit = await lab.push({ 'docs/a.md': 'text' }, 'Branch and path', 'feature/a');
  const rows = await until(lab, async () => {
    const [execution] = await executionsOf(lab);
    if (execution?.trigger?.triggerType !== 'WebhookV2') return undefined;
    const filter = { pipelineExecutionId: execution.pipelineExecutionId };
    const { actionExecutionDetails: found = [] } = await lab.pipelines.send(
      new ListActionExecutionsCommand({ pipelineName: name, filter }),
    );
    return found.at(-1)?.status === 'Succeeded' ? found : undefined;
  });
  expect(rows.at(-1)?.output?.outputVariables).toMatchObject({ CommitId: commit, BranchName: 'feature/a' });
  expect((await executionsOf(lab)).map(({ trigger }) => trigger?.triggerType)).toEqual([
    'WebhookV2',
    'CreatePipeline',
  ]);
});
