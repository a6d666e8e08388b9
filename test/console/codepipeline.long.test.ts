import { StartPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { labByConsole } from '../kit/lab-by-console.ts';
import { mouseUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();
let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(async () => {
  await built.close();
});

let account: LabAccount;
let opened: ConsoleWindow;
beforeEach(async () => {
  account = await built.open();
  opened = await openConsole({ lab: account });
});

const places = ['light', 'dark'].flatMap((scheme) =>
  [1280, 390].map((width) => [scheme as 'light' | 'dark', width] as const),
);

describe.each(places)('CodePipeline, %s, %i pixels wide', (colorScheme, width) => {
  it('has no violations for axe on any of its pages and dialogs, and none scrolls sideways', async () => {
    const { page } = opened;
    const { button, choose, dialog, field, open, pick, see, type } = labByConsole(opened, mouseUser(page));
    const { pipeline, deployBucket, connection } = account.names;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    async function checkPage(place: string): Promise<void> {
      expect([place, await axeFindings(page)]).toEqual([place, []]);
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([place, overflow]).toEqual([place, 0]);
    }
    async function visit(path: string, sign: string): Promise<void> {
      await open(`console/codepipeline/${path}`);
      await see(sign);
      await checkPage(path);
    }
    await account.clients.pipelines.send(new StartPipelineExecutionCommand({ name: pipeline }));
    await visit('pipelines', pipeline);
    await visit(`pipelines/${pipeline}`, 'Waiting for approval');
    for (const name of ['Review', 'Release change', 'Stop execution', 'Delete pipeline']) {
      await choose(button(name));
      await dialog().waitFor();
      await checkPage(name);
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    }
    await choose(button(/^View details of Deploy$/));
    await checkPage('details');
    await page.keyboard.press('Escape');
    await visit(`pipelines/${pipeline}/settings`, 'Pipeline tags');
    await visit(`pipelines/${pipeline}/executions`, 'Succeeded');
    await choose(page.locator('main table a').first());
    await see('Summary');
    await checkPage('one execution');
    await visit(`pipelines/${pipeline}/edit`, 'Edit: Source');
    await choose(button('Edit stage Deploy'));
    await choose(button('Edit action Deploy'));
    await checkPage('an action');
    await page.keyboard.press('Escape');

    await visit('create', 'Build custom pipeline');
    await choose(button('Next'));
    await choose(button('Next'));
    await see('A pipeline name has 1 to 100');
    await checkPage('pipeline settings, with a problem');
    await type(field('Pipeline name'), 'another');
    await choose(button('Next'));
    await pick(field('Source provider'), 'GitHub (via GitHub App)');
    await pick(field('Connection'), connection);
    await pick(field('Repository name'), 'octocat/codepipeline-s3-lab');
    await pick(field('Default branch'), 'main');
    await checkPage('source');
    await choose(button('Next'));
    for (const stage of ['build', 'test']) {
      await choose(button(`Skip ${stage} stage`));
      await checkPage(`skip ${stage}`);
      await choose(button('Skip', dialog()));
    }
    await pick(field('Deploy provider'), 'Amazon S3');
    await pick(field('Bucket'), deployBucket);
    await choose(field('Extract file before deploy'));
    await checkPage('deploy');
    await choose(button('Next'));
    await see('Source stage');
    await checkPage('review');
  });
});
