import { readFileSync } from 'node:fs';
import {
  CreateBucketCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { axeFindings } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { type BuiltSite, builtSite } from '../support/built-site.ts';
import { type Clients, clientsOf } from '../support/clients.ts';
import { type ConsoleWindow, consoleWindow } from '../support/console.ts';
import { type Hands, keyboard, mouse } from '../support/hands.ts';

const bucket = 'cp-s3-deploy-000000000000-us-east-1';

let browser: Browser;
let site: BuiltSite;
beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtSite()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  site.remove();
});

let opened: ConsoleWindow;
let clients: Clients;
let page: Page;
let main: Locator;
beforeEach(async () => {
  opened = await consoleWindow(browser, site.folder);
  clients = clientsOf(opened.practice);
  page = opened.page;
  main = page.locator('main#content');
});
afterEach(async () => {
  clients.destroy();
  await opened.close();
  expect(opened.troubles).toEqual([]);
});

const button = (name: string, within: Locator | Page = main) =>
  within.getByRole('button', { name, exact: true });
const link = (name: string, within: Locator | Page = main) => within.getByRole('link', { name, exact: true });
const field = (name: string, within: Locator | Page = main) => within.getByLabel(name, { exact: true });
const box = (name: string) => main.getByRole('region', { name, exact: true });
const heading = (name: string) => main.getByRole('heading', { level: 1, name, exact: true });
const dialog = () => page.getByRole('dialog');
const banner = (words: string) => main.getByRole('status').getByText(words).waitFor();

/** Step 3's console way, item by item. */
async function makeBucket({ choose, type }: Hands): Promise<void> {
  await choose(link('Amazon S3', page.getByRole('navigation', { name: 'Services' })));
  await heading('General purpose buckets').waitFor();
  await choose(link('General purpose buckets'));
  await choose(link('Create bucket'));
  await heading('Create bucket').waitFor();
  expect(await field(/General purpose/.source, main).count()).toBeLessThanOrEqual(1);
  expect(await box('General configuration').getByLabel('General purpose').isChecked()).toBe(true);
  expect(await box('General configuration').getByLabel('Global namespace').isChecked()).toBe(true);
  await type(field('Bucket name'), bucket);
  expect(await box('Object Ownership').getByLabel('ACLs disabled').isChecked()).toBe(true);
  const block = box('Block Public Access settings for this bucket');
  expect(await block.getByLabel('Block all public access').isChecked()).toBe(true);
  await choose(box('Bucket Versioning').getByRole('radio', { name: 'Enable' }));
  await choose(button('Add new tag', box('Tags')));
  await type(field('Key of tag 1'), 'lab');
  await type(field('Value of tag 1'), 'codepipeline-lab');
  const encryption = box('Default encryption');
  expect(await encryption.getByLabel('(SSE-S3)').isChecked()).toBe(true);
  await choose(button('Create bucket'));
  await banner('Successfully created bucket');
  const row = main.getByRole('row').filter({ hasText: bucket });
  await row.getByText('us-east-1', { exact: true }).waitFor();
}

const step = () => page.getByRole('region', { name: 'The step' });
async function verdict({ choose }: Hands): Promise<string | null> {
  await choose(step().getByRole('button', { name: 'Check this step' }));
  const said = step().locator('.verdict.pass, .verdict.fail, .verdict.waiting, .verdict.unknown');
  await said.waitFor();
  return said.getAttribute('class');
}

describe('Amazon S3 in the practice console', () => {
  it('makes the bucket of step 3 by mouse, whose check passes then and not before', async () => {
    const hands = mouse(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    await opened.open('console?step=step-3');
    expect(await verdict(hands)).toBe('verdict fail');
    await makeBucket(hands);
    expect(await verdict(hands)).toBe('verdict pass');
    // Item 11: the look once more.
    await link(bucket).click();
    await main.getByRole('tab', { name: 'Properties' }).click();
    await box('Bucket Versioning').getByText('Enabled', { exact: true }).waitFor();
    expect(await box('Tags').textContent()).toContain('labcodepipeline-lab');
    expect(await box('Default encryption').textContent()).toContain('SSE-S3');
    await main.getByRole('tab', { name: 'Permissions' }).click();
    const block = box('Block public access (bucket settings)');
    expect(await block.getByText('Block all public access').textContent()).toContain('On');
    await box('Bucket policy').getByText('No policy to display.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('makes it by keyboard alone', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await opened.open('console');
    await heading('Console Home').waitFor();
    await makeBucket(keyboard(page));
    const { TagSet } = await clients.s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
    expect(TagSet).toEqual([{ Key: 'lab', Value: 'codepipeline-lab' }]);
  });
});
