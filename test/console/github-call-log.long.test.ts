import { beforeEach, describe, expect, it } from 'vitest';
import { outputOf } from '../../checker/account/run-program.ts';
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

describe('the call log of the pretend GitHub', () => {
  it('shows commands that have the same result in a shell', async () => {
    const { button, link, field, dialog, choose, type, goTo, open, see } = lab;
    await open('console/github/new');
    await type(field('Repository name'), 'pasted');
    await choose(field(/^Add a README file/));
    await choose(button('Create repository'));
    await choose(button('Add file'));
    await choose(link('Create new file'));
    await type(field('Name your file…'), "a b/it's $HOME!.html");
    await type(field('Editor'), '<!doctype html>\n<p>it\'s `id` $(id) "!!" \\n</p>\n\nend');
    await choose(button('Commit changes…'));
    await type(field('Commit message', dialog()), "It's $(a) `message`!");
    await choose(button('Commit changes', dialog()));
    await see(/is on main/);
    await choose(link('README.md'));
    await choose(link(/Edit this file/));
    await type(field('Name your file…'), '-read.md');
    await choose(button('Commit changes…'));
    await choose(button('Commit changes', dialog()));
    await see(/is on main/);
    await choose(link('Settings', opened.page.getByRole('navigation', { name: 'This repository' })));
    await choose(button('Rename branch'));
    await type(field('New name of the branch', dialog()), 'trunk');
    await choose(button('Rename branch', dialog()));
    await see('is called trunk now');
    const shown = await tree('pasted');
    await goTo('Connections');
    const called = opened.page.getByRole('region', { name: /What was called/ });
    const commands = (await called.locator('.call code').allTextContents()).toReversed().join('\n');
    await opened.admin.deleteRepository({ name: 'octocat/pasted' });
    const { HOME, LAB_GIT_URL, LAB_PRACTICE_TOKEN, AWS_ENDPOINT_URL } = opened.env;
    const env = {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      HOME,
      LAB_GIT_URL,
      LAB_PRACTICE_TOKEN,
      AWS_ENDPOINT_URL,
    };
    await outputOf('bash', ['-e', '-c', commands], { env });
    expect(await tree('pasted')).toEqual(shown);
    expect(shown).toContain('refs/heads/trunk');
  });
});

/** The contents of a clone: branches, the default branch, files with their contents, and messages. */
async function tree(name: string): Promise<string> {
  const { HOME = '', LAB_GIT_URL } = opened.env;
  const env = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', HOME };
  const folder = `${HOME}/clone-${Math.random()}`;
  const git = (...args: string[]) => outputOf('git', args, { env });
  await git('clone', '--quiet', '--bare', `${LAB_GIT_URL}/octocat/${name}.git`, folder);
  const refs =
    (await git('-C', folder, 'for-each-ref', '--format=%(refname) %(tree)')) +
    (await git('-C', folder, 'symbolic-ref', 'HEAD'));
  return (
    refs +
    (await git('-C', folder, 'ls-tree', '-r', 'HEAD')) +
    (await git('-C', folder, 'log', '--format=%T %B'))
  );
}
