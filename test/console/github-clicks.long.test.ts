import { beforeEach, describe, expect, it } from 'vitest';
import { pageHtml as labPage } from '../../scenarios/finished-lab/repository.ts';
import { tokenOf } from '../kit/companion.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { labByConsole } from '../kit/lab-by-console.ts';
import { mouseUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let lab: ReturnType<typeof labByConsole>;
beforeEach(async () => {
  opened = await openConsole({ viewport: { width: 1280, height: 900 } });
  opened.env.LAB_REPOSITORY = 'octocat/codepipeline-s3-lab';
  lab = labByConsole(opened, mouseUser(opened.page));
});

const heading = (name: string) => opened.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Calls the API of the pretend GitHub without its pages. */
async function callApi(request: string, body: object) {
  const answer = await fetch(`${opened.companion.address}/api/console/host/${request}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-lab-token': await tokenOf(opened.companion) },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as { answer: { commit: string } };
}

describe('the pretend GitHub by mouse', () => {
  it('completes step 2, whose check passes only at the end', async () => {
    const { button, link, field, dialog, choose, type, see, notYet, done, open } = lab;
    await open('console?step=step-2');
    await notYet(2);
    await choose(
      opened.page.getByRole('region', { name: 'The step' }).getByRole('link', { name: /github\.com\/new/ }),
    );
    await heading('Create a new repository');
    await see('A pretend GitHub');
    await type(field('Repository name'), 'codepipeline-s3-lab');
    await choose(field(/^Private/));
    await choose(button('Create repository'));
    await opened.page.getByRole('heading', { name: 'Quick setup' }).waitFor();
    await notYet(2);
    await choose(link('creating a new file'));
    await heading('Create new file');
    await type(field('Name your file…'), 'index.html');
    await type(field('Editor'), labPage(1));
    await choose(button('Commit changes…'));
    await notYetBehind(dialog);
    await choose(button('Commit changes', dialog()));
    await choose(button(/^Branch main/));
    await link('index.html').waitFor();
    await done(2);
  });

  it('completes the last line of step 2: a branch with another name is renamed', async () => {
    const { button, link, field, dialog, choose, type, see, notYet, done, open } = lab;
    await open('console/github');
    await callApi('create-repository', { repository: 'octocat/codepipeline-s3-lab' });
    await callApi('commit', {
      repository: 'octocat/codepipeline-s3-lab',
      branch: 'master',
      path: 'index.html',
      text: labPage(1),
      message: 'Add the page',
      description: '',
    });
    await open('console/github');
    await notYet(2);
    await choose(link('octocat/codepipeline-s3-lab'));
    await button(/^Branch master/).waitFor();
    await choose(link('Settings', opened.page.getByRole('navigation', { name: 'This repository' })));
    await choose(link('General'));
    await choose(button('Rename branch'));
    await type(field('New name of the branch', dialog()), 'main');
    await choose(button('Rename branch', dialog()));
    await see('The branch master is called main now.');
    await done(2);
    // The end of step 9: the repository is deleted after its name was typed.
    await choose(button('Delete this repository'));
    await type(field(/To confirm/, dialog()), 'octocat/codepipeline-s3-lab');
    await choose(button('Delete this repository', dialog()));
    await see('No repositories.');
  });

  it('reports that another commit came first, and loses nothing that was typed', async () => {
    const { button, link, field, dialog, choose, type, see, open } = lab;
    const repository = 'octocat/site';
    const file = { repository, branch: 'main', path: 'index.html', message: 'By hand', description: '' };
    await open('console/github');
    await callApi('create-repository', { repository });
    const { answer: first } = await callApi('commit', { ...file, text: 'one\n' });
    await open('console/github/repositories/octocat/site/blob/main/index.html');
    await choose(link(/Edit this file/));
    await type(field('Editor'), 'mine\n');
    await callApi('commit', { ...file, base: first.commit, was: 'index.html', text: 'theirs\n' });
    await choose(button('Commit changes…'));
    await type(field('Commit message', dialog()), 'Mine');
    await choose(button('Commit changes', dialog()));
    await see('main has changed since you started editing.');
    expect(await field('Editor').inputValue()).toBe('mine\n');
    const [now] = await Promise.all([
      opened.context.waitForEvent('page'),
      choose(link('See what is there now')),
    ]);
    await now.getByText('theirs').waitFor();
    await now.close();
    await choose(button('Go on upon the newest commit'));
    await choose(button('Commit changes…'));
    await choose(button('Commit changes', dialog()));
    await see(/Commit [0-9a-f]{7} is on main/);
    await opened.page.getByRole('region', { name: 'Content' }).getByText('mine').waitFor();
    await opened.page
      .getByRole('navigation', { name: 'This repository' })
      .getByRole('link', { name: 'Code' })
      .click();
    await choose(link('Commits'));
    const messages = opened.page.getByRole('region', { name: 'Commits' }).getByRole('row');
    await messages.first().waitFor();
    expect(await messages.count()).toBe(4);
  });

  it('shows names, messages and contents as text, whatever they contain', async () => {
    const { link, choose, open } = lab;
    const evil = '<img src=x onerror="document.title=1">';
    const repository = 'octocat/site';
    await open('console/github');
    await callApi('create-repository', { repository });
    const { answer } = await callApi('commit', {
      repository,
      branch: 'main',
      path: `a/${evil}#?%2F..&.html`,
      text: evil,
      message: evil,
      description: '',
    });
    expect(answer.commit).toBeTruthy();
    await open('console/github/repositories/octocat/site');
    await choose(link('a'));
    await choose(link(`${evil}#?%2F..&.html`));
    await heading(`${evil}#?%2F..&.html`);
    await opened.page.getByRole('region', { name: 'Content' }).getByText(evil, { exact: true }).waitFor();
    expect(await opened.page.locator('main img').count()).toBe(0);
    expect(await opened.page.title()).not.toBe('1');
  });
});

/** The dialog covers the page: the commit is created only by the dialog's own button. */
async function notYetBehind(dialog: () => ReturnType<typeof lab.dialog>): Promise<void> {
  await dialog().getByText('Commits directly to the branch main.').waitFor();
  const { answer } = (await callApi('repository', {
    repository: 'octocat/codepipeline-s3-lab',
  })) as unknown as {
    answer: { branches: unknown[] };
  };
  expect(answer.branches).toEqual([]);
}
