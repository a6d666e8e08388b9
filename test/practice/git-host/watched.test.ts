import { ListActionExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Lab, openLab } from '../services/codepipeline/lab.ts';
import { createPipeline, executionsOf, name, until } from '../services/codepipeline/steps.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  lab.available();
  await lab.push({ 'index.html': '1' }, 'First');
  await createPipeline(lab, { executionMode: 'QUEUED' });
});
afterAll(() => lab.close());

/** The commits of executions, oldest first. */
async function commits(): Promise<(string | undefined)[]> {
  const { actionExecutionDetails: rows = [] } = await lab.pipelines.send(
    new ListActionExecutionsCommand({ pipelineName: name }),
  );
  const sources = rows.filter(({ actionName }) => actionName === 'Source').reverse();
  return sources.map(({ output }) => output?.outputVariables?.CommitId);
}

it('a push that no pipeline watches starts nothing', async () => {
  const before = (await executionsOf(lab)).length;
  await lab.push({ 'index.html': 'elsewhere' }, 'Another branch', 'unwatched');
  // Executions exist when git push returns, so the test waits for nothing.
  expect(await executionsOf(lab)).toHaveLength(before);
});

it('two pushes in quick succession start one execution each, with their own commits and in their order', async () => {
  const before = (await executionsOf(lab)).length;
  const first = await lab.push({ 'index.html': '2' }, 'Quick', 'main');
  const second = await lab.push({ 'index.html': '3' }, 'Quicker', 'main');
  expect(await executionsOf(lab)).toHaveLength(before + 2);
  const taken = await until(lab, async () => {
    const found = await commits();
    return found.includes(second) ? found : undefined;
  });
  expect(taken.slice(-2)).toEqual([first, second]);
});
