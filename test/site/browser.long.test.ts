import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/support/browser.ts';
import { serveFolder } from '../../scripts/support/static-server.ts';
import { axeFindings } from '../kit/axe.ts';
import { type BuiltSite, builtSite } from '../kit/built-site.ts';

let browser: Browser;
let site: BuiltSite;
let host: Awaited<ReturnType<typeof serveFolder>>;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  site = await builtSite('/lab/');
  host = await serveFolder(site.folder, '/lab/');
  browser = await openBrowser();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});
afterAll(async () => {
  await browser.close();
  await host.close();
  site.remove();
});

/** A reader's own browser window. An error in its console fails the test. */
async function visit(
  path: string,
  options: Parameters<Browser['newContext']>[0] & { base?: string } = {},
): Promise<Page> {
  const { base = host.url, ...rest } = options;
  // The service worker loads the whole site in the background, so it runs only on request.
  const context = await browser.newContext({ serviceWorkers: 'block', ...rest });
  contexts.push(context);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(base)) errors.push(`asked for ${request.url()}`);
  });
  await page.goto(base + path);
  return page;
}
const errors: string[] = [];
afterEach(() => expect(errors.splice(0)).toEqual([]));

async function fillIn(page: Page, values: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Your values' }).click();
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Use these' }).click();
}
const mine = { Region: 'eu-west-1', Account: '111122223333', 'GitHub owner': 'octocat', Seat: 'anna' };
const bucket = 'cp-s3-deploy-111122223333-eu-west-1-anna';
const commands = async (page: Page) => (await page.locator('.block .cmd').allTextContents()).join('');

describe('a step page in a real browser', () => {
  it("shows the learner's values in every command, name and console link, here and on the next page", async () => {
    const page = await visit('steps/step-3-bucket.html');
    const plain = await commands(page);
    expect(plain).toContain('$DEPLOY_BUCKET');
    await fillIn(page, { ...mine, 'CLI profile': 'sandbox' });
    const filled = await commands(page);
    expect(filled).not.toMatch(/\$(DEPLOY_BUCKET|AWS_REGION)/);
    expect(filled.match(/\baws --profile sandbox s3api /g)?.length).toBe(
      plain.match(/\baws s3api /g)?.length,
    );
    expect(filled).toContain('AWS_PROFILE=sandbox npm run check step-3');
    await expect(page.locator('ol code', { hasText: bucket }).first().isVisible()).resolves.toBe(true);
    const console = page.getByRole('link', { name: 'Amazon S3', exact: true });
    expect(await console.getAttribute('href')).toBe(
      'https://console.aws.amazon.com/s3/home?region=eu-west-1',
    );
    // A line below the value marks it, and not its color alone.
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".cmd .own")).textDecorationStyle'),
    ).toBe('dotted');

    await page.goto(`${host.url}steps/step-5-pipeline.html`);
    expect(await commands(page)).toContain('"name": "anna-cp-lab"');
    await page.getByRole('button', { name: 'Plain form' }).click();
    expect(await commands(page)).toContain('"name": "$PIPELINE_NAME"');
  });

  it('rejects invalid values, names what was expected, and moves the focus there', async () => {
    const page = await visit('steps/step-1-credentials.html');
    await fillIn(page, { Region: 'eu-west-1', Account: '123' });
    const account = page.getByLabel('Account', { exact: true });
    await expect(account.getAttribute('aria-invalid')).resolves.toBe('true');
    expect(await page.evaluate('document.activeElement.name')).toBe('account');
    expect(await page.locator('#own-account-hint').textContent()).toContain('twelve digits');
    await page.keyboard.press('Escape');
    expect(await commands(page)).toContain('AWS_REGION="us-east-1"');
  });

  it('copies a block and a single command by keyboard, and confirms it; outputs have no button', async () => {
    const page = await visit('steps/step-3-bucket.html', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await fillIn(page, mine);
    const block = page.locator('.block.type').first();
    const clipboard = () => page.evaluate<string>('navigator.clipboard.readText()');
    await block.getByRole('button', { name: 'Copy all commands' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').filter({ hasText: 'Copied all commands.' }).waitFor();
    const all = await clipboard();
    expect(all.split('\n')[0]).toBe('. workspace/values.sh');
    expect(all).toContain(`  aws s3api create-bucket --bucket "${bucket}" --region "eu-west-1" \\\n`);
    expect(all.endsWith('\nfi')).toBe(true);
    await block.getByRole('button', { name: 'Copy command 1' }).press('Space');
    await page.getByRole('status').filter({ hasText: 'Copied command 1.' }).waitFor();
    expect(await clipboard()).toBe('. workspace/values.sh');
    expect(await page.locator('.block.output button').count()).toBe(0);
  });

  it('keeps the ticked steps, and shows them in the navigation and on the first page', async () => {
    const page = await visit('steps/step-1-credentials.html');
    await page.getByRole('checkbox', { name: /I have done this step/ }).check();
    await page.goto(host.url);
    expect(await page.locator('.cards .ticked').count()).toBe(1);
    const go = page.getByRole('link', { name: 'Go on with step 2' });
    await go.click();
    expect(page.url()).toBe(`${host.url}steps/step-2-repository.html`);
    await page.getByRole('link', { name: /1 \(done\) Choose a region/ }).waitFor();
  });

  it("switches between dark and light against the system's setting, and keeps the choice", async () => {
    const page = await visit('index.html', { colorScheme: 'light' });
    const backgroundColor = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await backgroundColor();
    const button = page.getByRole('button', { name: /^Theme:/ });
    await button.click();
    expect(await backgroundColor()).toBe(light);
    await button.click();
    const dark = await backgroundColor();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await backgroundColor()).toBe(dark);
    await page.emulateMedia({ colorScheme: 'dark' });
    await button.click();
    expect(await backgroundColor()).toBe(dark);
    expect(await button.textContent()).toBe('Theme: as the system');
  });

  it("is found by an error's name from any page with the keyboard", async () => {
    const page = await visit('steps/step-2-repository.html');
    expect(await page.evaluate('window.labSearch')).toBeUndefined();
    await page.keyboard.press('/');
    await page.keyboard.type('BucketNotEmpty');
    const hit = page.locator('.hits a', { hasText: 'The bucket cannot be deleted' });
    await hit.waitFor();
    await page.keyboard.press('ArrowDown');
    await hit.press('Enter');
    await page.waitForURL(/causes\/bucket-left\.html#symptom$/);
  });

  it("has no violations for axe in both themes and at a phone's width, with settings and search open", async () => {
    const page = await visit('steps/step-3-bucket.html');
    await fillIn(page, mine);
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        expect(await axeFindings(page), `${colorScheme} ${width}`).toEqual([]);
        const wide = await page.evaluate('document.documentElement.scrollWidth');
        expect(wide, `${colorScheme} ${width}`).toBeLessThanOrEqual(width);
      }
    await page.getByRole('button', { name: 'Your values' }).click();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.keyboard.type('token');
    await page.locator('.hits a').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('the site', () => {
  it('works without JavaScript with text, navigation and hints, and shows no button without a function', async () => {
    const page = await visit('drills/wrong-branch.html', { javaScriptEnabled: false });
    const hint = page.getByText('what does it listen to?', { exact: false }).first();
    expect(await hint.isVisible()).toBe(false);
    await page.getByText('Hint 1', { exact: true }).click();
    expect(await hint.isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    await page.getByRole('link', { name: /Make the private bucket/ }).click();
    expect(page.url()).toBe(`${host.url}steps/step-3-bucket.html`);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.getByRole('link', { name: 'Drills' }).first().isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Menu' }).click();
    await page.getByRole('navigation', { name: 'The course' }).getByRole('link', { name: 'Drills' }).click();
    expect(page.url()).toBe(`${host.url}drills/index.html`);
    await page.goto(`${host.url}search.html`);
    expect(await page.getByText('The search needs scripts').isVisible()).toBe(true);
  });

  it('works from a file: values, copying, search', async () => {
    const base = `${pathToFileURL(site.folder)}/`;
    const page = await visit('steps/step-3-bucket.html', { base });
    await fillIn(page, mine);
    expect(await commands(page)).toContain(bucket);
    await page.locator('.block.check').getByRole('button', { name: 'Copy the command' }).click();
    await page.getByRole('status').filter({ hasText: 'Copied the command.' }).waitFor();
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByLabel('Search all pages').press('ControlOrMeta+v');
    await page.locator('.hits a', { hasText: 'Make the private bucket' }).first().waitFor();
    expect(await page.getByLabel('Search all pages').inputValue()).toBe('npm run check step-3');
  });

  it('works offline after a visit, on every page', async () => {
    const other = await serveFolder(site.folder, '/lab/');
    const page = await visit('index.html', { base: other.url, serviceWorkers: 'allow' });
    await page.evaluate('navigator.serviceWorker.ready');
    await other.close();
    await page.goto(`${other.url}causes/url-expired.html`);
    expect(await page.locator('h1').textContent()).toBe('My presigned URL says that the request has expired');
    expect(await page.evaluate('getComputedStyle(document.querySelector(".frame")).display')).toBe('grid');
    await page.goto(`${other.url}nowhere.html`);
    expect(await page.locator('h1').textContent()).toBe('There is no such page');
  });

  it('answers a missing address at any depth with a page that has its style and its links', async () => {
    const page = await visit('index.html');
    await page.goto(`${host.url}steps/no/such/page.html`);
    errors.splice(0, 1);
    await page.getByRole('link', { name: 'To the first page' }).click();
    expect(page.url()).toBe(`${host.url}index.html`);
  });

  it('prints the whole course with everything open and without controls', async () => {
    const page = await visit('print.html');
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('article').count()).toBeGreaterThan(120);
    expect(await page.getByText('The source action names a branch that isn').isVisible()).toBe(true);
    for (const hidden of ['.top', '.copy', '.strip'])
      expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
  });

  it('prints a step page without controls', async () => {
    const page = await visit('steps/step-4-connection.html');
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.top', '.way', '.contents', '.copy', '.steer'])
      expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
    expect(await page.locator('.block').first().isVisible()).toBe(true);
  });
});
