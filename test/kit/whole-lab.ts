import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageHtml as labPage } from '../../scenarios/finished-lab/repository.ts';
import { openBrowser } from '../../scripts/support/browser.ts';
import { builtSite } from './built-site.ts';
import { type ConsoleWindow, consoleWindow } from './console.ts';
import { labByConsole } from './lab-by-console.ts';
import type { PageUser } from './page-user.ts';

/** A name that is unlikely for a clone in the kit's own `workspace/`, which the checker would also read. */
const repository = 'by-console-alone';

interface WholeLabOptions {
  /** The last step to complete (default 9). */
  upTo?: number;
  /** Called before the cleanup, to inspect the account. */
  inspect?: (opened: ConsoleWindow) => Promise<void>;
}

/**
 * Opens a browser, the site and an empty account, and completes the lab as this user. Resolves to the unexpected
 * errors.
 */
export async function doWholeLab(
  userOf: (page: Page) => PageUser,
  { upTo = 9, inspect }: WholeLabOptions = {},
): Promise<string[]> {
  const [browser, site] = await Promise.all([openBrowser(), builtSite()]);
  try {
    const opened = await consoleWindow(browser, site.folder, {
      viewport: { width: 1280, height: 900 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    try {
      await wholeLab(opened, userOf(opened.page), upTo);
      await inspect?.(opened);
    } finally {
      await opened.close();
    }
    return opened.errors;
  } finally {
    await browser.close();
    site.remove();
  }
}

/**
 * The nine steps in the practice console, as the console instructions of their pages describe, by one user. Each step's
 * check fails before its last click and passes after it.
 */
async function wholeLab(opened: ConsoleWindow, user: PageUser, upTo: number): Promise<void> {
  const { page } = opened;
  const lab = labByConsole(opened, user);
  const { choose, type, pick, button, link, field, dialog, goTo, see, notYet, done } = lab;
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const stage = (name: string) => page.getByRole('region', { name: `Stage ${name}`, exact: true });
  const radio = (name: string | RegExp) => page.getByRole('radio', { name, exact: true });
  const tagged = async (within = lab.main()) => {
    await type(field('Key of tag 1', within), 'lab');
    await type(field('Value of tag 1', within), 'codepipeline-lab');
  };

  async function sharedUrl(): Promise<string> {
    await goTo('Amazon S3');
    await choose(link(lab.bucket));
    await choose(page.getByRole('checkbox', { name: 'Choose index.html', exact: true }));
    await choose(button('Actions'));
    await choose(button('Share with a presigned URL'));
    await choose(radio('Minutes'));
    await type(field('Number of minutes', dialog()), '60');
    await choose(button('Create presigned URL', dialog()));
    await see(/was created and copied to your clipboard/);
    return page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** The second and third line of step 9: a bucket with all its versions, or one folder of a shared bucket. */
  async function emptyAndDelete(bucket: string): Promise<void> {
    await goTo('Amazon S3');
    await choose(page.getByRole('radio', { name: `Choose ${bucket}`, exact: true }));
    await choose(button('Empty'));
    await type(field('To confirm, type permanently delete'), 'permanently delete');
    await choose(button('Empty'));
    await see(/Successfully emptied bucket/);
    await choose(link('Exit'));
    await choose(page.getByRole('radio', { name: `Choose ${bucket}`, exact: true }));
    await choose(button('Delete'));
    await type(field(`To confirm, type ${bucket}`), bucket);
    await choose(button('Delete bucket'));
    await see(/Successfully deleted bucket/);
  }

  async function deleteArtifacts(): Promise<void> {
    await goTo('Amazon S3');
    await choose(link(/^codepipeline-us-east-1-\d+$/));
    await choose(page.getByRole('switch', { name: 'Show versions' }).or(field('Show versions')));
    await choose(page.getByRole('checkbox', { name: 'Choose codepipeline-s3-depl/', exact: true }));
    await choose(button('Delete'));
    await type(field(/To confirm/, dialog()), 'permanently delete');
    await choose(button('Delete objects', dialog()));
    await see(/Successfully deleted objects/);
  }

  async function approve(comment: string): Promise<void> {
    await choose(button('Review', stage('Approve')));
    await choose(radio('Approve'));
    await type(field('Comments', dialog()), comment);
    await choose(button('Submit', dialog()));
    await stage('Deploy').getByText('Succeeded').first().waitFor();
  }

  const toPipeline = async () => {
    await goTo('CodePipeline');
    await choose(link(lab.pipeline));
    await heading(lab.pipeline);
  };

  // Step 1: region and account, and the learner's own values.
  await lab.open('steps/step-1-credentials.html');
  await choose(page.getByRole('button', { name: 'Your values' }));
  await type(page.getByLabel('GitHub owner'), 'octocat');
  await type(page.getByLabel('Repository', { exact: true }), repository);
  await choose(page.getByRole('button', { name: 'Use these' }));
  await choose(page.getByRole('link', { name: 'Open the practice console' }));
  await heading('Console Home');
  await done(1);

  // Step 2: the repository and its page.
  await notYet(2);
  await choose(
    page.getByRole('region', { name: 'The step' }).getByRole('link', { name: /github\.com\/new/ }),
  );
  await type(field('Repository name'), repository);
  await choose(field(/^Private/));
  await choose(button('Create repository'));
  await choose(link('creating a new file'));
  await type(field('Name your file…'), 'index.html');
  await type(field('Editor'), labPage(1));
  await choose(button('Commit changes…'));
  await choose(button('Commit changes', dialog()));
  await link('index.html').waitFor();
  await done(2);

  // Step 3: the private, versioned bucket.
  await goTo('Amazon S3');
  await choose(link('Create bucket'));
  await type(field('Bucket name'), lab.bucket);
  await choose(page.getByRole('group', { name: 'Bucket Versioning' }).getByRole('radio', { name: 'Enable' }));
  await choose(button('Add new tag'));
  await tagged();
  await notYet(3);
  await choose(button('Create bucket'));
  await see(/Successfully created bucket/);
  await done(3);

  // Step 4: the connection and its handshake.
  await goTo('Connections');
  await choose(link('Create connection'));
  await choose(field('GitHub'));
  await type(field('Connection name'), 'github-codepipeline-lab');
  await choose(button('Tags'));
  await choose(button('Add tag'));
  await tagged();
  await choose(button('Connect to GitHub'));
  await choose(button('Authorize AWS Connector for GitHub'));
  await choose(link('Install a new app'));
  await choose(field(/^Only select repositories/));
  await choose(field(repository));
  await choose(button('Install'));
  await heading('Connect to GitHub');
  await notYet(4);
  await choose(button('Connect'));
  await see('Available');
  await done(4);

  // Step 5: the pipeline without an approval stage, then the stage, then the tags.
  await goTo('CodePipeline');
  await choose(link('Create pipeline'));
  await heading('Choose creation option');
  await choose(button('Next'));
  await type(field('Pipeline name'), lab.pipeline);
  await type(field('Role name'), lab.role);
  await choose(button('Next'));
  await heading('Add source stage');
  await pick(field('Source provider'), 'GitHub (via GitHub App)');
  await pick(field('Connection'), 'github-codepipeline-lab');
  await see('Ready to connect');
  await pick(field('Repository name'), `octocat/${repository}`);
  await pick(field('Default branch'), 'main');
  await choose(button('Next'));
  await choose(button('Skip build stage'));
  await choose(button('Skip', dialog()));
  await choose(button('Skip test stage'));
  await choose(button('Skip', dialog()));
  await heading('Add deploy stage');
  await pick(field('Deploy provider'), 'Amazon S3');
  await pick(field('Bucket'), lab.bucket);
  await choose(field('Extract file before deploy'));
  await choose(button('Next'));
  await heading('Review');
  await choose(button('Create pipeline'));
  await heading(lab.pipeline);
  await stage('Deploy').getByText('Succeeded').first().waitFor();
  await notYet(5);
  await choose(link('Edit', page.locator('.page-head')));
  await choose(button(/^\+ Add stage after Source$/));
  await type(field('Stage name', dialog()), 'Approve');
  await choose(button('Add stage', dialog()));
  await choose(button('+ Add action group'));
  await type(field('Action name', dialog()), 'Approve');
  await pick(field('Action provider', dialog()), 'Manual approval');
  await choose(button('Done', dialog()));
  await choose(button(/^Done with Approve$/));
  await notYet(5);
  await choose(button('Save'));
  await choose(button('Save', dialog()));
  await see(/was saved/);
  await choose(link('Settings'));
  await choose(button('Edit'));
  await tagged();
  await choose(button('Submit'));
  await goTo('IAM');
  await choose(link(lab.role));
  await choose(page.getByRole('tab', { name: 'Tags' }));
  await choose(button('Manage tags'));
  await choose(button('Add new tag'));
  await tagged();
  await choose(button('Save changes'));
  await see('codepipeline-lab');
  await done(5);
  if (upTo === 5) return;

  // Step 6: the approval.
  await toPipeline();
  await notYet(6);
  await choose(button('Release change'));
  await choose(button('Release', dialog()));
  await notYet(6);
  await approve('I have read the commit');
  await done(6);

  // Step 7: the page by a presigned URL.
  const url = await sharedUrl();
  const tab = await opened.context.newPage();
  await tab.goto(url);
  expect(await tab.getByRole('heading').textContent()).toBe('Deployed by AWS CodePipeline');
  // S3 serves the page from another origin than the console's.
  expect(new URL(tab.url()).origin).not.toBe(new URL(page.url()).origin);
  expect((await tab.goto(url.split('?')[0] ?? ''))?.status()).toBe(403);
  await tab.close();
  await done(7);

  // Step 8: a change, which the push takes to the approval stage.
  await notYet(8);
  await goTo('GitHub (pretend)');
  await choose(link(`octocat/${repository}`));
  await choose(link('index.html'));
  await choose(link(/Edit this file/));
  await type(field('Editor'), labPage(2));
  await choose(button('Commit changes…'));
  await choose(button('Commit changes', dialog()));
  await see(/Commit [0-9a-f]{7} is on main/);
  await toPipeline();
  await notYet(8);
  await approve('Version 2 is what we want');
  await done(8);

  // Step 9: all of it is deleted, and the check passes.
  await notYet(9);
  await choose(button('Delete pipeline'));
  await type(field(/To confirm/, dialog()), 'delete');
  await choose(button('Delete', dialog()));
  await heading('Pipelines');
  await emptyAndDelete(lab.bucket);
  await deleteArtifacts();
  await goTo('Connections');
  await choose(link('github-codepipeline-lab'));
  await choose(button('Delete'));
  await type(field(/To confirm/, dialog()), 'delete');
  await choose(button('Delete', dialog()));
  await see('No connections.');
  await goTo('IAM');
  await choose(link(lab.role));
  await choose(button('Delete'));
  await type(field(/To confirm/, dialog()), lab.role);
  await choose(button('Delete', dialog()));
  await notYet(9);
  await choose(link('Policies'));
  await choose(page.getByRole('radio', { name: /AWSCodePipelineServiceRole/ }));
  await choose(button('Actions'));
  await choose(button('Delete'));
  await type(field(/To confirm/, dialog()), `AWSCodePipelineServiceRole-${lab.region}-${lab.pipeline}`);
  await choose(button('Delete', dialog()));
  await done(9);
}
