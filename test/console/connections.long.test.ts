import { ListTagsForResourceCommand } from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { labByConsole } from '../kit/lab-by-console.ts';
import { mouseUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let clients: Clients;
let lab: ReturnType<typeof labByConsole>;
beforeEach(async () => {
  opened = await openConsole({ viewport: { width: 1280, height: 900 } });
  opened.env.LAB_REPOSITORY = 'octocat/codepipeline-s3-lab';
  lab = labByConsole(opened, mouseUser(opened.page));
  clients = clientsOf(opened.practice);
  for (const name of ['octocat/codepipeline-s3-lab', 'octocat/other'])
    await opened.admin.createRepository({ name });
});
afterEach(async () => {
  clients.destroy();
});

const heading = (name: string) => opened.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

const connection = 'github-codepipeline-lab';

/** The clicks of step 4 up to the page *Connect to GitHub*. */
async function create(): Promise<void> {
  const { button, link, field, choose, type, goTo } = lab;
  await goTo('CodePipeline');
  await choose(button('Settings'));
  await choose(link('Connections'));
  await choose(link('Create connection'));
  await choose(field('GitHub'));
  await type(field('Connection name'), connection);
  await choose(button('Tags'));
  await choose(button('Add tag'));
  await type(field('Key of tag 1'), 'lab');
  await type(field('Value of tag 1'), 'codepipeline-lab');
  await choose(button('Connect to GitHub'));
  await choose(button('Authorize AWS Connector for GitHub'));
  await heading('Connect to GitHub');
}

describe('Connections by mouse', () => {
  it('complete step 4, whose check passes only at the end', async () => {
    const { button, link, field, choose, see, notYet, done, open } = lab;
    await open('console?step=step-4');
    await notYet(4);
    await create();
    await notYet(4);
    expect(await button('Connect').isDisabled()).toBe(true);
    await choose(link('Install a new app'));
    await heading('Install AWS Connector for GitHub');
    await choose(field(/^Only select repositories/));
    expect(await button('Install').isDisabled()).toBe(true);
    await choose(field('codepipeline-s3-lab'));
    await choose(button('Install'));
    await heading('Connect to GitHub');
    await notYet(4);
    await choose(button('Connect'));
    await heading(connection);
    await see('Available');
    await done(4);
    const arn = (await opened.page.locator('main dd code').textContent()) ?? '';
    const { Tags } = await clients.connections.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    expect(Tags).toEqual([{ Key: 'lab', Value: 'codepipeline-lab' }]);
    const { repositories } = await opened.admin.grantedRepositories({
      connection: arn,
    });
    expect(repositories).toEqual([expect.objectContaining({ name: 'octocat/codepipeline-s3-lab' })]);
  });

  it('complete a pending connection, and delete it in step 9 after the word was typed', async () => {
    const { button, link, field, dialog, choose, type, pick, see, goTo, open } = lab;
    await opened.admin.install({ owner: 'octocat' });
    await open('console');
    await create();
    await goTo('Connections');
    await see('Pending');
    await choose(opened.page.getByRole('radio', { name: /^Choose arn:aws:codeconnections:/ }));
    await choose(button('Update a pending connection'));
    await pick(field('GitHub Apps'), /octocat/);
    await choose(button('Connect'));
    await see('Available');
    await goTo('Connections');
    await choose(link(connection));
    await choose(button('Delete'));
    expect(await button('Delete', dialog()).isDisabled()).toBe(true);
    await type(field(/To confirm/, dialog()), 'delete');
    await choose(button('Delete', dialog()));
    await see('No connections.');
    // The rest of step 9: the app is removed from the pretend GitHub.
    await goTo('GitHub (pretend)');
    await choose(link('Settings', opened.page.getByRole('navigation', { name: 'Your account' })));
    await choose(link('Applications'));
    await see('AWS Connector for GitHub');
    await choose(link('Configure'));
    await choose(button('Uninstall'));
    await choose(button('OK', dialog()));
    await see('No app is installed.');
  });

  it('report an invalid name before AWS does, and change tags', async () => {
    const { button, field, choose, type, see, open } = lab;
    await open('console/connections/create');
    await type(field('Connection name'), 'github-connection-codepipeline-lab');
    await see('A connection name has at most 32 characters; this one has 34.');
    expect(await button('Connect to GitHub').isDisabled()).toBe(true);
    expect(await field(/^GitLab self-managed/).isDisabled()).toBe(true);
    await open('console');
    await create();
    await opened.page.goBack();
    await open('console/connections');
    await choose(lab.link(connection));
    await choose(button('Edit tags'));
    await choose(button('Remove tag 1'));
    await choose(button('Add tag'));
    await type(field('Key of tag 1'), "it's");
    await type(field('Value of tag 1'), '<b>');
    await choose(button('Submit'));
    await see('The tags were changed.');
    await opened.page.getByRole('cell', { name: '<b>', exact: true }).waitFor();
  });
});
