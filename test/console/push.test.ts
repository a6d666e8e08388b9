import { afterEach, beforeEach, expect, it } from 'vitest';
import { consoleBackend } from '../../console/server/backend.ts';
import { type Lab, openLab } from '../practice/services/codepipeline/lab.ts';
import { createPipeline, executionsOf } from '../practice/services/codepipeline/steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

it('a commit on the pretend GitHub is a push, which starts the pipeline, unless the app has no access to the repository', async () => {
  const { gitHost: host } = consoleBackend({ ...lab.practice.exports, PATH: process.env.PATH });
  const base = await lab.push({ 'index.html': 'one' }, 'First');
  const { id } = (await host('install', { owner: 'octo' })) as { id: string };
  await host('connect', { connectionArn: lab.connectionArn, installation: id });
  await createPipeline(lab);
  const change = {
    repository: 'octo/site',
    branch: 'main',
    path: 'index.html',
    was: 'index.html',
    description: '',
  };
  const { commit } = (await host('commit', { ...change, base, text: 'two', message: 'Second' })) as {
    commit: string;
  };
  const [newest] = await executionsOf(lab);
  expect(newest?.trigger?.triggerType).toBe('WebhookV2');
  expect(await executionsOf(lab)).toHaveLength(2);
  await host('create-repository', { repository: 'octo/other' });
  await host('install', { owner: 'octo', repositories: ['octo/other'] });
  await host('commit', { ...change, base: commit, text: 'three', message: 'Third' });
  expect(await executionsOf(lab)).toHaveLength(2);
  expect(await host('granted-repositories', { connectionArn: lab.connectionArn })).toEqual({
    repositories: [{ name: 'octo/other', private: false, defaultBranch: 'main' }],
  });
  await host('uninstall', { id });
  expect(await host('granted-repositories', { connectionArn: lab.connectionArn })).toEqual({
    repositories: [],
  });
});
