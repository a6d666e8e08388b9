import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Lab, openLab } from './lab.ts';
import { actionIn, createPipeline, executionsOf, name, stateOf, until } from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  await lab.push({ 'index.html': 'x' }, 'First');
  await callRoute('POST', 'repositories', { name: 'octo/other' });
});
afterEach(() => lab.close());

async function callRoute(method: string, path: string, body: object): Promise<Record<string, unknown>> {
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

it('a repository that the app has no access to is not found, and its pushes start nothing', async () => {
  await callRoute('POST', 'authorize', { name: lab.connectionArn, repositories: ['octo/other'] });
  await createPipeline(lab);
  const { errorDetails } = await sourceEnds('Failed');
  expect(errorDetails?.message).toBe('[GitHub] No Branch [main] found for FullRepositoryName [octo/site]');
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  // The app gets access on the git host, and the same connection finds the repository.
  await callRoute('POST', 'installations', { owner: 'octo', repositories: ['octo/other', 'octo/site'] });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(2);
  await sourceEnds('Succeeded');
});

it('an app that was uninstalled has no access and gets no events, and the connection stays available', async () => {
  const { id } = await callRoute('POST', 'installations', { owner: 'octo' });
  await callRoute('POST', 'authorize', { name: lab.connectionArn, installation: id });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await callRoute('DELETE', 'installations', { id });
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  await lab.pipelines.send(new StartPipelineExecutionCommand({ name }));
  await sourceEnds('Failed');
  // `lab practice authorize` gives the connection a new installation with all repositories.
  await callRoute('POST', 'authorize', { name: lab.connectionArn });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(3);
});

it('a repository that was recreated under its name needs to be chosen again', async () => {
  await callRoute('POST', 'authorize', {
    name: lab.connectionArn,
    repositories: ['octo/site', 'octo/other'],
  });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await callRoute('DELETE', 'repositories', { name: 'octo/site' });
  await lab.push({ 'index.html': 'y' }, 'Another repository of the name');
  expect(await count()).toBe(1);
});

it('a request is for an installation, or for repositories of one owner', async () => {
  await expect(
    callRoute('POST', 'authorize', { name: lab.connectionArn, installation: '1' }),
  ).rejects.toThrow(/404|not/);
  const both = { installation: '1', repositories: ['octo/site'] };
  await expect(callRoute('POST', 'authorize', { name: lab.connectionArn, ...both })).rejects.toThrow(
    'not both',
  );
  await expect(callRoute('POST', 'authorize', { name: lab.connectionArn, repo: 1 })).rejects.toThrow(
    'is not known here',
  );
});
