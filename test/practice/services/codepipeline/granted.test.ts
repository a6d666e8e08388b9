import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { actionIn, createPipeline, executionsOf, name, stateOf, until } from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  await lab.push({ 'index.html': 'x' }, 'First');
  await turn('POST', 'repositories', { name: 'octo/other' });
});
afterEach(() => lab.close());

async function turn(method: string, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${lab.practice.endpoint}/_admin/${path}`, {
    method,
    headers: { 'x-lab-token': lab.practice.exports.LAB_PRACTICE_TOKEN ?? '' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as Record<string, unknown>;
}

const sourceEnds = (status: string) =>
  until(lab, async () => {
    const source = actionIn(await stateOf(lab), 'Source');
    return source?.status === status ? source : undefined;
  });
const count = async () => (await executionsOf(lab)).length;

it('a repository that was not chosen is not found, and its pushes start nothing', async () => {
  await turn('POST', 'authorize', { name: lab.connectionArn, repositories: ['octo/other'] });
  await createPipeline(lab);
  const { errorDetails } = await sourceEnds('Failed');
  expect(errorDetails?.message).toBe('[GitHub] No Branch [main] found for FullRepositoryName [octo/site]');
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  // Chosen now, at the git host: the same connection sees it.
  await turn('POST', 'installations', { owner: 'octo', repositories: ['octo/other', 'octo/site'] });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(2);
  await sourceEnds('Succeeded');
});

it('an app that was uninstalled sees nothing and hears of nothing; the status is none of GitHub’s', async () => {
  const { id } = await turn('POST', 'installations', { owner: 'octo' });
  await turn('POST', 'authorize', { name: lab.connectionArn, installation: id });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await turn('DELETE', 'installations', { id });
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  await lab.pipelines.send(new StartPipelineExecutionCommand({ name }));
  await sourceEnds('Failed');
  // Authorized once more, as `lab practice authorize` does, it rests on a new installation, of all repositories.
  await turn('POST', 'authorize', { name: lab.connectionArn });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(3);
});

it('a repository that is made anew under its name has to be chosen anew', async () => {
  await turn('POST', 'authorize', { name: lab.connectionArn, repositories: ['octo/site', 'octo/other'] });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await turn('DELETE', 'repositories', { name: 'octo/site' });
  await lab.push({ 'index.html': 'y' }, 'Another repository of the name');
  expect(await count()).toBe(1);
});

it('one asks for an installation or for repositories of one owner', async () => {
  await expect(turn('POST', 'authorize', { name: lab.connectionArn, installation: '1' })).rejects.toThrow(
    /404|not/,
  );
  const both = { installation: '1', repositories: ['octo/site'] };
  await expect(turn('POST', 'authorize', { name: lab.connectionArn, ...both })).rejects.toThrow('not both');
  await expect(turn('POST', 'authorize', { name: lab.connectionArn, repo: 1 })).rejects.toThrow(
    'is not known here',
  );
});
