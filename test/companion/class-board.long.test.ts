import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../cli/commands/class/board.ts';
import { command as openCommand } from '../../cli/commands/open.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { openBrowser } from '../../scripts/support/browser.ts';
import { type CallOutcome, proxyTo } from '../../scripts/support/proxy.ts';
import type { Io, Values } from '../../terminal/command.ts';
import { axeFindings } from '../kit/axe.ts';
import { printedAddress, tokenFrom } from '../kit/companion.ts';

const evil = '<img src=x onerror="document.title=1">';

let browser: Browser;
let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let context: BrowserContext;
let page: Page;
let address: string;
let roster: string;
const ended: Promise<number>[] = [];
const stop = new AbortController();
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'class-board-'));
const browserErrors: string[] = [];

/** A new address of the board that runs with this LAB_HOME, as `lab open` prints it. */
async function newAddress(LAB_HOME: string): Promise<string> {
  let stdout = '';
  const write = (text: string) => {
    stdout += text;
  };
  const { signal } = stop;
  const io: Io = {
    env: { LAB_HOME },
    stdout: write,
    stderr: write,
    signal,
    interactive: false,
    color: false,
    width: 80,
  };
  expect(await openCommand.run({}, ['board'], io)).toBe(0);
  return printedAddress(stdout) ?? '';
}

/** Runs the command in this process. Resolves to the address that it prints. */
async function board(env: Record<string, string>, values: Values = {}): Promise<string> {
  let stdout = '';
  let opened: (address: string) => void = () => {};
  const printed = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const io: Io = {
    env,
    stdout(text) {
      stdout += text;
      const found = printedAddress(stdout);
      if (found !== undefined) opened(found);
    },
    stderr: (text) => void browserErrors.push(text),
    signal: stop.signal,
    interactive: false,
    color: false,
    width: 80,
  };
  const given = { port: '0', every: '5', evidence: [join(folder, 'handed-in')], ...values };
  const run = command.run(given, [roster], io);
  ended.push(run);
  return Promise.race([printed, run.then(() => Promise.reject(new Error(stdout)))]);
}

beforeAll(async () => {
  [browser, built] = await Promise.all([openBrowser(), finishedLab('redeploy', { seat: 'anna' })]);
  lab = await built.open();
  mkdirSync(join(folder, 'handed-in'));
  writeFileSync(join(folder, 'handed-in', 'Ben.json'), 'no evidence');
  roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring
region: us-east-1
start: ${new Date(Date.now() - 47 * 60_000).toISOString()}
pace:
  step-1: 10
  step-3: 40
  step-5: 90
seats:
  - id: anna
    name: ${JSON.stringify(evil)}
    repository: octocat/codepipeline-s3-lab
  - id: ben
    name: Ben
    repository: octocat/not-there
`,
  );
  address = await board({ ...lab.env, LAB_HOME: join(folder, 'lab') });
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') browserErrors.push(message.text());
  });
  page.on('pageerror', (error) => browserErrors.push(error.message));
}, 60_000);
afterAll(async () => {
  await context.close();
  stop.abort();
  for (const code of await Promise.all(ended)) expect(code).toBe(130);
  await browser.close();
  await built.close();
  rmSync(folder, { recursive: true, force: true });
  expect(browserErrors).toEqual([]);
});

const row = (seat: string) => page.getByRole('row').filter({ hasText: seat });

const focused = () => page.evaluate('document.activeElement.textContent');

const closeDeploy = (reason: string) =>
  lab.clients.pipelines.send(
    new DisableStageTransitionCommand({
      pipelineName: lab.names.pipeline,
      stageName: 'Deploy',
      transitionType: 'Inbound',
      reason,
    }),
  );

/** Whether the page asked for hidden names, for each time that it requested a board. */
function requestsOf(of: Page): boolean[] {
  const asks: boolean[] = [];
  of.on('request', (request) => {
    if (request.url().endsWith('/api/class/board')) asks.push(request.postDataJSON().hideNames);
  });
  return asks;
}

describe('a class’s board in the browser', () => {
  it('shows every seat, who needs help first, and names as text whatever they contain', async () => {
    await page.goto(address);
    await page.getByRole('heading', { level: 1, name: 'Class spring' }).waitFor();
    await row('anna').getByText('✓ done').waitFor();
    await row('ben').getByText('not begun').waitFor();
    expect(await row('anna').getByText(evil).count()).toBe(1);
    expect(await page.locator('.seats img').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
    await page.getByRole('alert').getByText('Ben.json').waitFor();
    const seats = await page.locator('tbody th').allTextContents();
    expect(seats.map((text) => text.slice(0, 3))).toEqual(['ben', 'ann']);
  });

  it('shows what changed in the next poll, groups seats with the same problem, and opens a seat', async () => {
    await closeDeploy('closed for the weekend');
    await row('anna').getByText('working').waitFor();
    await row('anna').getByText('closed for the weekend').waitFor();
    const group = page.getByRole('listitem').filter({ hasText: 'step-5 pipeline: anna' });
    await page
      .getByRole('status')
      .getByText(/^2 seats · looked at .* · minute 4[78] of the plan: step-3 should be done$/)
      .waitFor();
    const changes = page.locator('.changes');
    await changes.locator('summary').click();
    await changes.getByText(/^\d.* anna: step-5 not there \(was passed\)$/).waitFor();
    await changes.getByText(/^\d.* anna: working \(was done\)$/).waitFor();
    expect(await group.getByRole('heading').textContent()).toBe('transition-disabled');
    await group.getByText('Not passed: Every transition is enabled').waitFor();
    expect(await row('anna').locator('td.at p').first().textContent()).toMatch(
      /^Every transition is enabled not so, /,
    );
    await group.getByRole('button', { name: /Copy a message to anna/ }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain(
      'labs/causes/transition-disabled.md',
    );
    await page.getByRole('button', { name: 'anna', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Seat anna' });
    await dialog.getByText('enable-stage-transition').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it("opens a seat at its heading, keeps the way back in view, and returns to the seat's row", async () => {
    const button = page.getByRole('button', { name: 'anna', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Seat anna' });
    await dialog.getByText('enable-stage-transition').waitFor();
    expect(await focused()).toBe('Seat anna');
    expect(await dialog.evaluate('document.querySelector("dialog").scrollTop')).toBe(0);
    const close = await dialog.getByRole('button', { name: 'Close' }).boundingBox();
    expect((close?.y ?? 0) + (close?.height ?? 0)).toBeLessThan(page.viewportSize()?.height ?? 0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(focused).toBe('anna');
  });

  it('updates an opened seat and its time, and keeps the reading position', async () => {
    await page.getByRole('button', { name: 'anna', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Seat anna' });
    await dialog.getByText(/^Looked at \d.*, just now$/).waitFor();
    const time = await dialog.getByText(/^Looked at/).textContent();
    const folds = dialog.locator('details');
    expect(await folds.nth(0).getAttribute('open')).toBe(null);
    await folds.nth(0).locator('summary').click();
    const link = folds.nth(4).locator('li', { hasText: 'closed for the weekend' }).getByRole('link').first();
    await link.focus();
    const scrollTop = 'document.querySelector("dialog").scrollTop';
    const before = await page.evaluate(scrollTop);
    expect(before).toBeGreaterThan(0);
    await closeDeploy('closed for a month');
    await folds.nth(4).getByText('closed for a month').first().waitFor();
    expect(await dialog.getByText(/^Looked at/).textContent()).not.toBe(time);
    expect(await folds.nth(0).getAttribute('open')).toBe('');
    expect(await page.evaluate(scrollTop)).toBe(before);
    expect(await focused()).toBe('Where this page teaches it');
    await page.keyboard.press('Escape');
  });

  it('hides names for a projector: the page no longer contains them, and no seat can be opened', async () => {
    await page.getByLabel('Hide names').check();
    await row('seat 1').waitFor();
    await page.getByRole('alert').getByText('Show names to read what.').waitFor();
    const shown = await page.content();
    for (const word of ['anna', 'Ben', 'octocat', lab.names.deployBucket]) expect(shown).not.toContain(word);
    expect(await page.locator('tbody th button').count()).toBe(0);
  });

  it('keeps names hidden after a reload: it never requests them', async () => {
    const asks = requestsOf(page);
    await page.reload();
    await row('seat 1').waitFor();
    expect(await page.getByLabel('Hide names').isChecked()).toBe(true);
    expect(asks).toEqual([true]);
    await page.getByLabel('Hide names').uncheck();
    await row('anna').waitFor();
    await page.reload();
    await row('anna').waitFor();
    expect(asks).toEqual([true, false, false]);
  });

  it('starts with hidden names if the command says so, whatever the browser has stored', async () => {
    const hidden = await board({ ...lab.env, LAB_HOME: join(folder, 'hidden') }, { 'hide-names': true });
    const own = await browser.newContext();
    try {
      const other = await own.newPage();
      const asks = requestsOf(other);
      await other.goto(hidden);
      await other.getByRole('rowheader', { name: 'seat 1' }).waitFor();
      await other.getByLabel('Hide names').uncheck();
      await other.getByRole('button', { name: 'anna', exact: true }).waitFor();
      await other.reload();
      await other.getByRole('rowheader', { name: 'seat 1' }).waitFor();
      expect(asks).toEqual([true, false, true]);
    } finally {
      await own.close();
    }
  });

  it('shows a new page the last board at once while the account does not answer', async () => {
    let outcome: CallOutcome = 'pass';
    const proxy = await proxyTo(lab.practice.endpoint, () => outcome);
    const env = { ...lab.env, AWS_ENDPOINT_URL: proxy.endpoint, LAB_HOME: join(folder, 'slow') };
    const slow = await board(env);
    const own = await browser.newContext();
    try {
      const first = await own.newPage();
      await first.goto(slow);
      await first.getByRole('rowheader', { name: 'anna' }).waitFor();
      outcome = 'hang';
      const second = await own.newPage();
      await second.goto(await newAddress(env.LAB_HOME));
      await second.getByRole('rowheader', { name: 'anna' }).waitFor({ timeout: 3000 });
    } finally {
      outcome = 'pass';
      await own.close();
      await proxy.close();
    }
  });

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'has no violations for axe, %s, %i pixels wide, and never scrolls sideways',
    async (scheme, width) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  );

  it("is denied without the run's token, and has no seat outside the class", async () => {
    const ask = (path: string, headers: Record<string, string>, body: object) =>
      fetch(new URL(path, address), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const token = await tokenFrom(await newAddress(join(folder, 'lab')));
    expect((await ask('/api/class/board', {}, {})).status).toBe(401);
    expect((await ask('/api/class/seat', { 'x-lab-token': 'x' }, { seat: 'anna' })).status).toBe(401);
    for (const seat of ['eve', '../anna', '', '__proto__'])
      expect((await ask('/api/class/seat', { 'x-lab-token': token }, { seat })).status).toBe(400);
    expect((await ask('/api/class/else', { 'x-lab-token': token }, {})).status).toBe(404);
    const from = { 'x-lab-token': token, origin: 'https://evil.example' };
    expect((await ask('/api/class/board', from, {})).status).toBe(403);
  });
});
