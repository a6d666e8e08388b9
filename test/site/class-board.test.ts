import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../cli/class/board.ts';
import type { Io } from '../../cli/command.ts';
import { axeFindings } from '../support/axe.ts';
import { openBrowser } from '../support/browser.ts';
import { finishedLab, type LabAccount } from '../support/finished-lab.ts';

const evil = '<img src=x onerror="document.title=1">';

let browser: Browser;
let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let context: BrowserContext;
let page: Page;
let address: string;
let ended: Promise<number>;
const stop = new AbortController();
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'class-board-'));
const troubles: string[] = [];

/** The command as somebody types it, in this process: answers the address that it prints. */
async function board(roster: string, env: Record<string, string>): Promise<string> {
  let stdout = '';
  let opened: (address: string) => void = () => {};
  const printed = new Promise<string>((resolve) => {
    opened = resolve;
  });
  const io: Io = {
    env,
    stdout(text) {
      stdout += text;
      const found = /Open (http:\S+)\/class/.exec(stdout)?.[1];
      if (found !== undefined) opened(found);
    },
    stderr: (text) => void troubles.push(text),
    ...{ signal: stop.signal, interactive: false, colour: false, width: 80 },
  };
  ended = command.run({ port: '0', every: '5', evidence: [join(folder, 'handed-in')] }, [roster], io);
  return Promise.race([printed, ended.then(() => Promise.reject(new Error(stdout)))]);
}

beforeAll(async () => {
  [browser, built] = await Promise.all([openBrowser(), finishedLab('redeploy', { seat: 'anna' })]);
  lab = await built.open();
  mkdirSync(join(folder, 'handed-in'));
  writeFileSync(join(folder, 'handed-in', 'Ben.json'), 'no evidence');
  const roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring
region: us-east-1
seats:
  - id: anna
    name: ${JSON.stringify(evil)}
    repository: octocat/codepipeline-s3-lab
  - id: ben
    name: Ben
    repository: octocat/not-there
`,
  );
  address = await board(roster, { ...lab.env, LAB_HOME: join(folder, 'lab') });
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
}, 60_000);
afterAll(async () => {
  await context.close();
  stop.abort();
  expect(await ended).toBe(130);
  await browser.close();
  await built.close();
  rmSync(folder, { recursive: true, force: true });
  expect(troubles).toEqual([]);
});

const row = (seat: string) => page.getByRole('row').filter({ hasText: seat });

describe('a class’s board in the browser', () => {
  it('shows every seat, who needs help first, and names as words whatever stands in them', async () => {
    await page.goto(`${address}/class`);
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

  it('tells what changed in the next round, groups those at the same thing, and opens a seat', async () => {
    await lab.clients.pipelines.send(
      new DisableStageTransitionCommand({
        pipelineName: lab.names.pipeline,
        stageName: 'Deploy',
        transitionType: 'Inbound',
        reason: 'closed for the weekend',
      }),
    );
    await row('anna').getByText('working').waitFor();
    await row('anna').getByText('closed for the weekend').waitFor();
    const group = page.getByRole('listitem').filter({ hasText: 'step-5 pipeline: anna' });
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

  it('hides names for a projector: they are not in the page any more, and no seat can be opened', async () => {
    await page.getByLabel('Hide names').check();
    await row('seat 1').waitFor();
    await page.getByRole('alert').getByText('Show names to read what.').waitFor();
    const shown = await page.content();
    for (const word of ['anna', 'Ben', 'octocat', lab.names.deployBucket]) expect(shown).not.toContain(word);
    expect(await page.locator('tbody th button').count()).toBe(0);
    await page.getByLabel('Hide names').uncheck();
    await row('anna').waitFor();
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

  it('is told to nobody without the run’s token, and of no seat that it does not have', async () => {
    const ask = (path: string, headers: Record<string, string>, body: object) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
    const { token } = (await (await fetch(`${address}/api/session`)).json()) as { token: string };
    expect((await ask('/api/class/board', {}, {})).status).toBe(403);
    expect((await ask('/api/class/seat', { 'x-lab-token': 'x' }, { seat: 'anna' })).status).toBe(403);
    for (const seat of ['eve', '../anna', '', '__proto__'])
      expect((await ask('/api/class/seat', { 'x-lab-token': token }, { seat })).status).toBe(400);
    expect((await ask('/api/class/else', { 'x-lab-token': token }, {})).status).toBe(404);
    const from = { 'x-lab-token': token, origin: 'https://evil.example' };
    expect((await ask('/api/class/board', from, {})).status).toBe(403);
  });
});
