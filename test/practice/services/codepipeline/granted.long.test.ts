import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adminClient } from '../../../../practice/admin/client/admin-client.ts';
import { rawAdminRequest } from '../../../kit/raw-admin-request.ts';
import { type Lab, openLab } from './lab.ts';
import { actionIn, createPipeline, executionsOf, name, stateOf, until } from './steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
  await lab.push({ 'index.html': 'x' }, 'First');
  await api().createRepository({ name: 'octo/other' });
});
afterEach(() => lab.close());

const api = () => adminClient(lab.practice.exports);
const sourceEnds = (status: string) =>
  until(lab, async () => {
    const source = actionIn(await stateOf(lab), 'Source');
    return source?.status === status ? source : undefined;
  });
const count = async () => (await executionsOf(lab)).length;

it('a repository that the app has no access to is not found, and its pushes start nothing', async () => {
  await api().authorize({ name: lab.connectionArn, repositories: ['octo/other'] });
  await createPipeline(lab);
  const { errorDetails } = await sourceEnds('Failed');
  expect(errorDetails?.message).toBe('[GitHub] No Branch [main] found for FullRepositoryName [octo/site]');
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  // The app gets access on the git host, and the same connection finds the repository.
  await api().install({ owner: 'octo', repositories: ['octo/other', 'octo/site'] });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(2);
  await sourceEnds('Succeeded');
});

it('an app that was uninstalled has no access and gets no events, and the connection stays available', async () => {
  const { id } = await api().install({ owner: 'octo' });
  await api().authorize({ name: lab.connectionArn, installation: id });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await api().uninstall({ id });
  await lab.push({ 'index.html': 'y' }, 'Nobody hears of it');
  expect(await count()).toBe(1);
  await lab.pipelines.send(new StartPipelineExecutionCommand({ name }));
  await sourceEnds('Failed');
  // `lab practice authorize` gives the connection a new installation with all repositories.
  await api().authorize({ name: lab.connectionArn });
  await lab.push({ 'index.html': 'z' }, 'Heard');
  expect(await count()).toBe(3);
});

it('a repository that was recreated under its name needs to be chosen again', async () => {
  await api().authorize({
    name: lab.connectionArn,
    repositories: ['octo/site', 'octo/other'],
  });
  await createPipeline(lab);
  await sourceEnds('Succeeded');
  await api().deleteRepository({ name: 'octo/site' });
  await lab.push({ 'index.html': 'y' }, 'Another repository of the name');
  expect(await count()).toBe(1);
});

it('a request is for an installation, or for repositories of one owner', async () => {
  await expect(api().authorize({ name: lab.connectionArn, installation: '1' })).rejects.toMatchObject({
    status: 404,
    code: 'InstallationNotFound',
    request: 'POST /_admin/authorize',
  });
  const both = { installation: '1', repositories: ['octo/site'] };
  await expect(api().authorize({ name: lab.connectionArn, ...both })).rejects.toThrow('not both');
  const { json } = await rawAdminRequest(lab.practice, 'POST', 'authorize', {
    name: lab.connectionArn,
    repo: 1,
  });
  expect(json.error).toContain('is not known here');
});
