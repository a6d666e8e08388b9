import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { openBrowser } from '../../scripts/support/browser.ts';
import { type BuiltSite, builtSite } from '../kit/built-site.ts';
import { addressOf } from '../kit/companion.ts';

let browser: Browser;
let site: BuiltSite;
let companion: Companion;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];
/** Every request of the browser: its URL and its headers. */
const requests: string[] = [];

const target = { kind: 'practice', account: '210987654321', region: 'us-east-1', line: '' } as const;

const open = (port = 0) =>
  openCompanion({
    folder: site.folder,
    assets: fileURLToPath(new URL('../../dist/browser', import.meta.url)),
    port,
    target: async () => target,
    settings: async () => ({}),
    saveSettings: () => {},
    check: async () => 'pass',
    plan: async () => ({ text: 'nothing' }),
    carryOut: async () => 0,
    console: { ...mountConsole(), isAvailable: true, answer: async () => ({ status: 200, body: {} }) },
    onInternalError: (error) => void errors.push(String(error)),
  });

beforeAll(async () => {
  [browser, site] = await Promise.all([openBrowser(), builtSite()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  site.remove();
});
beforeEach(async () => {
  companion = await open();
  context = await browser.newContext();
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  context.on('request', async (request) => {
    // A page that closes takes the rest of the headers with it.
    const headers = await request.allHeaders().catch(() => request.headers());
    requests.push(`${request.method()} ${request.url()} ${JSON.stringify(headers)}`);
  });
  context.on('weberror', (error) => errors.push(error.error().message));
});
afterEach(async () => {
  await context.close();
  await companion.close();
  expect(errors.splice(0)).toEqual([]);
});

const bar = (of: Page) => of.locator('.target');
const account = (of: Page) => bar(of).getByText('◇ Practice account 210987654321 · us-east-1').waitFor();
const noAccess = (of: Page) =>
  bar(of)
    .getByText('This tab has no access to the companion. For a new address, type in a terminal: npx lab open')
    .waitFor();
const step = '/steps/step-3-bucket.html';

describe('a tab that opens an address', () => {
  it('takes the secret out of the address, keeps the path, and sends it in no URL and no header', async () => {
    const address = addressOf(companion, `${step}?x=1`);
    requests.length = 0;
    await page.goto(address);
    await account(page);
    expect(page.url()).toBe(`${companion.address}${step}?x=1`);
    expect(await page.evaluate('history.length')).toBe(2);
    await page.getByRole('link', { name: 'Practice console', exact: true }).click();
    await page.getByText('Practice account 210987654321').waitFor();
    await page.reload();
    await page.getByText('Practice account 210987654321').waitFor();
    await page.goBack();
    await account(page);
    const secret = new URL(address).hash.replace('#access=', '');
    expect(requests.length).toBeGreaterThan(10);
    expect(requests.filter((each) => each.includes(secret))).toEqual([]);
    // Only requests to the API carry the token.
    const token = String(await page.evaluate('sessionStorage.getItem("codepipeline-lab.access")'));
    const carrying = requests.filter((each) => each.includes(token)).map((each) => each.split(' ')[1]);
    expect(carrying.length).toBeGreaterThan(2);
    expect(carrying.filter((url) => !url?.startsWith(`${companion.address}/api/`))).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(token);
  });

  it('keeps its access when it opens a used address again', async () => {
    const address = addressOf(companion);
    await page.goto(address);
    await account(page);
    await page.goto('about:blank');
    await page.goto(address);
    await account(page);
    expect(page.url()).toBe(`${companion.address}/`);
  });

  it('gives its access to a tab that its own link opens', async () => {
    await page.goto(addressOf(companion, step));
    await account(page);
    const opened = context.waitForEvent('page');
    await page.evaluate(`{
      const link = document.createElement('a');
      Object.assign(link, { href: '/console', target: '_blank', rel: 'opener' });
      document.body.append(link);
      link.click();
    }`);
    await (await opened).getByText('Practice account 210987654321').waitFor();
  });
});

describe('a tab without access', () => {
  it('says so on each page, and what to type', async () => {
    await page.goto(addressOf(companion));
    await account(page);
    const second = await context.newPage();
    requests.length = 0;
    await second.goto(`${companion.address}${step}`);
    await noAccess(second);
    await second.getByRole('button', { name: 'Check this step' }).click();
    await second.locator('.verdict.unknown').getByText('npx lab open').waitFor();
    expect(requests.filter((each) => each.includes('/api/'))).toEqual([]);
    await second.goto(`${companion.address}/console`);
    await second.getByRole('heading', { name: 'No access' }).waitFor();
    await second.getByText('npx lab open').waitFor();
    expect(await second.content()).not.toContain('210987654321');
  });

  it('reports an address that was used before, and takes a new one without loading the page again', async () => {
    const address = addressOf(companion, step);
    await page.goto(address);
    await account(page);
    const second = await context.newPage();
    await second.goto(address);
    await bar(second).getByText('This address was used before').waitFor();
    await second.evaluate('globalThis.isSameLoad = true');
    await second.goto(addressOf(companion, step));
    await account(second);
    expect(await second.evaluate('globalThis.isSameLoad')).toBe(true);
    expect(second.url()).toBe(`${companion.address}${step}`);
  });

  it('takes the secret out of an address that was pasted with other text, and reports it', async () => {
    const address = addressOf(companion, step);
    for (const wrong of [
      `${address}.`,
      `${address}%20x`,
      address.slice(0, -1),
      address.replace(/=.*/, '='),
    ]) {
      await page.goto('about:blank');
      await page.goto(wrong);
      await bar(page).getByText('This address was used before, is incomplete, or').waitFor();
      expect(page.url()).toBe(`${companion.address}${step}`);
    }
    await page.goto(address);
    await account(page);
  });

  it('of an earlier run says so, and gets access with another tab, with what was typed still there', async () => {
    await page.goto(addressOf(companion, '/steps/step-9-cleanup.html'));
    await account(page);
    await companion.close();
    companion = await open(Number(new URL(companion.address).port));
    await page.getByRole('button', { name: 'Show what would go' }).click();
    await noAccess(page);
    await page.getByLabel('I have done this step').check();
    const second = await context.newPage();
    await second.goto(addressOf(companion));
    await account(page);
    expect(await page.getByLabel('I have done this step').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Show what would go' }).click();
    await page.getByText('Nothing would be deleted.').waitFor();
  });
});

it('serves pages without the account in them, to everybody', async () => {
  for (const path of ['/', step, '/class', '/console', '/companion.js', '/console.js', '/class.js']) {
    const [response, head] = await Promise.all([
      fetch(companion.address + path),
      fetch(companion.address + path, { method: 'HEAD' }),
    ]);
    expect([path, response.status, head.status]).toEqual([path, 200, 200]);
    expect(response.headers.get('set-cookie')).toBeNull();
    const text = await response.text();
    for (const word of [companion.key, target.account])
      expect([path, text.includes(word)]).toEqual([path, false]);
  }
});
