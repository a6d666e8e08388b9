import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminTestAccount, openAdminTestAccount } from './admin-test-account.ts';

let admin: AdminTestAccount;
beforeAll(async () => {
  admin = await openAdminTestAccount();
});
afterAll(() => admin.close());

const names = async () => {
  const { repositories } = await admin.api.repositories();
  return (repositories as { name: string }[]).map(({ name }) => name);
};

it('creates repositories, lists them, and deletes them', async () => {
  const site = { name: 'octocat/site', private: false, defaultBranch: 'main' };
  expect(await admin.api.createRepository({ name: 'octocat/site', private: false })).toEqual(site);
  await admin.api.createRepository({ name: 'ada/Other' });
  expect(await admin.api.repositories()).toEqual({
    repositories: [{ name: 'ada/Other', private: true, defaultBranch: 'main' }, site],
  });
  expect(await admin.send('POST', 'repositories', { name: 'OctoCat/SITE' })).toMatchObject({
    status: 409,
    json: { code: 'RepositoryExists' },
  });
  await admin.api.deleteRepository({ name: 'ADA/other' });
  expect(await names()).toEqual(['octocat/site']);
  expect(await admin.send('DELETE', 'repositories', { name: 'ada/Other' })).toMatchObject({
    status: 404,
    json: { error: 'The git host has no repository ada/Other.' },
  });
});

it('accepts no name that leads out of the folder of repositories', async () => {
  for (const name of [
    '../x',
    'a/..',
    'a/.',
    'a/b/c',
    '/etc',
    'a/x.git',
    '.new-1/x',
    'a/é',
    'a/b\n',
    '-rf/x',
    '',
  ])
    for (const method of ['POST', 'DELETE'])
      expect((await admin.send(method, 'repositories', { name })).status, `${method} ${name}`).toBe(400);
  expect((await admin.send('POST', 'repositories', { name: 'a/b', owner: 'c' })).json.error).toContain(
    '"owner"',
  );
  expect((await admin.send('GET', 'repositories', undefined, 'wrong')).status).toBe(403);
});

it('sets HEAD to an existing branch only', async () => {
  await admin.api.createRepository({ name: 'octocat/empty' });
  for (const defaultBranch of ['master', '--help', '../../x'])
    expect((await admin.send('PUT', 'repositories', { name: 'octocat/empty', defaultBranch })).status).toBe(
      409,
    );
});

it("shows a connection the repositories of the app's installation", async () => {
  await admin.api.createRepository({ name: 'octocat/one' });
  const made = await admin.api.install({
    owner: 'octocat',
    repositories: ['OCTOCAT/one', 'octocat/site'],
  });
  expect(made).toEqual({
    id: expect.stringMatching(/^\d{8}$/),
    owner: 'octocat',
    repositories: ['octocat/one', 'octocat/site'],
  });
  // The same account has only one installation.
  expect(await admin.api.install({ owner: 'Octocat' })).toEqual({
    id: made.id,
    owner: 'Octocat',
  });
  for (const [body, status] of [
    [{}, 400],
    [{ owner: '../x' }, 400],
    [{ owner: 'octocat', repositories: [] }, 400],
    [{ owner: 'octocat', repositories: 'octocat/one' }, 400],
    [{ owner: 'octocat', repositories: ['octocat/none'] }, 404],
    [{ owner: 'ada', repositories: ['octocat/one'] }, 400],
  ] as const)
    expect((await admin.send('POST', 'installations', body)).status, JSON.stringify(body)).toBe(status);
  expect(await admin.api.uninstall({ id: made.id })).toEqual({ installations: [] });
  expect((await admin.send('DELETE', 'installations', { id: made.id })).status).toBe(404);
});
