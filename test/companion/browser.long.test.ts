import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findStep } from '../../checker/steps/index.ts';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { adminClient } from '../../practice/admin/client/admin-client.ts';
import { breakLab } from '../../scenarios/break-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { openBrowser } from '../../scripts/support/browser.ts';
import { everything } from '../checker/teardown/teardown-session.ts';
import { axeFindings } from '../kit/axe.ts';
import { type BuiltSite, builtSite } from '../kit/built-site.ts';
import { addressOf } from '../kit/companion.ts';

let browser: Browser;
let site: BuiltSite;
let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  [browser, site, built] = await Promise.all([openBrowser(), builtSite(), finishedLab()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  site.remove();
  await built.close();
});

let lab: LabAccount;
let companion: Companion;
let context: BrowserContext;
let page: Page;
const errors: unknown[] = [];
beforeEach(async () => {
  lab = await built.open();
  companion = await openCompanion({
    folder: site.folder,
    assets: fileURLToPath(new URL('../../dist/browser', import.meta.url)),
    port: 0,
    ...accountBackend({}, lab.env, new AbortController().signal),
    onInternalError: (error) => errors.push(error),
  });
  context = await browser.newContext();
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
});
afterEach(async () => {
  await context.close();
  await companion.close();
  expect(errors.splice(0)).toEqual([]);
});

const open = (path: string) => page.goto(addressOf(companion, `/${path}`));
const panel = () => page.getByRole('region', { name: 'Check this step' });
async function check(): Promise<void> {
  await panel().getByRole('button', { name: 'Check this step' }).click();
}

describe('the companion in a real browser', () => {
  it('shows the account, checks the open step, and ticks it off', async () => {
    await open('steps/step-3-bucket.html');
    await page.getByText('◇ Practice account 000000000000 · us-east-1').waitFor();
    await check();
    await panel().getByText('This step is done').waitFor();
    const titles = await panel().locator('.finding strong').allTextContents();
    // In the order of the page, whatever the order of the answers.
    expect(titles).toEqual(findStep('bucket')?.checks.map(({ title }) => title));
    expect(await panel().locator('.finding.pass').count()).toBe(titles.length);
    expect(await page.getByLabel('I have done this step').isChecked()).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
  });

  it.each([390, 1280])('does not move the text of a page while it loads, %i pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await open('steps/step-3-bucket.html');
    await page.getByText('◇ Practice account 000000000000 · us-east-1').waitFor();
    await page.getByText('I have done this step').waitFor({ state: 'attached' });
    const shifts = await page.evaluate(`new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().map(({ value }) => value)))
        .observe({ type: 'layout-shift', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => resolve([])));
    })`);
    // As Lighthouse measures it. The header's own buttons come with a script and are less than a hundredth.
    expect((shifts as number[]).reduce((sum, one) => sum + one, 0)).toBeLessThan(0.01);
  });

  it('shows failures first, with the cause, the repair to copy, and the paragraph that teaches it', async () => {
    await lab.clients.s3.send(
      new PutBucketVersioningCommand({
        Bucket: lab.names.deployBucket,
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open('steps/step-3-bucket.html');
    await check();
    const first = panel().locator('.finding').first();
    await first.getByText('not so').waitFor();
    await panel().getByText('This step: not so').waitFor();
    // After another check, an unchanged finding keeps its place and the focus.
    await first.getByRole('button', { name: 'Copy what to do' }).focus();
    await panel()
      .getByRole('button', { name: 'Check this step' })
      .evaluate((button) => button.click());
    await panel().getByText('Looking …').waitFor({ state: 'detached' });
    expect(await first.locator(':focus').count()).toBe(1);
    expect(await first.locator('dd').first().textContent()).not.toBe('');
    await first.getByRole('button', { name: 'Copy what to do' }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toContain('put-bucket-versioning');
    expect(await page.getByLabel('I have done this step').isChecked()).toBe(false);
    await first.getByRole('link', { name: 'How to tell, and the repair' }).click();
    await page.getByRole('heading', { level: 1, name: 'Versioning was suspended' }).waitFor();
    await page.goBack();
    await check();
    await panel()
      .locator('.finding')
      .first()
      .getByRole('link', { name: 'Where this page teaches it' })
      .click();
    expect(new URL(page.url()).hash).toBe('#check-bucket-versioned');
    // Fixed and checked again.
    await lab.clients.s3.send(
      new PutBucketVersioningCommand({
        Bucket: lab.names.deployBucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    await check();
    await panel().getByText('This step is done').waitFor();
  });

  it('polls a waiting finding until it passes', async () => {
    await breakLab(lab, 'connection-pending');
    await open('steps/step-4-connection.html');
    await check();
    await panel().getByText('This step: waiting').waitFor();
    await adminClient(lab.env).authorize({ name: lab.names.connection });
    await panel().getByText('This step is done').waitFor();
  });

  it('shows names and messages of an account as text, whatever they contain', async () => {
    const evil = '<img src=x onerror="document.title=1">';
    const text = evil.replaceAll('<', '&lt;');
    writeFileSync(join(lab.clone, 'index.html'), `<title>${text}</title>\n<h1>${text}</h1>\n`);
    await lab.git('commit', '--quiet', '--all', '--message', evil);
    const remote = `${lab.practice.exports.LAB_GIT_URL}/octocat/codepipeline-s3-lab.git`;
    await lab.git('push', '--quiet', remote, 'HEAD:refs/heads/main');
    await open('steps/step-2-repository.html');
    await check();
    const failed = panel().locator('.finding.fail').first();
    await failed.waitFor();
    expect(await failed.textContent()).toContain('onerror');
    expect(await page.locator('.companion img').count()).toBe(0);
    expect(await page.title()).not.toBe('1');
  });

  it("deletes what its plan shows only after the account's number was typed", async () => {
    await open('steps/step-9-cleanup.html');
    const teardown = page.getByRole('region', { name: 'Teardown' });
    await teardown.getByRole('button', { name: 'Show what would go' }).click();
    await teardown.getByText(lab.names.deployBucket).waitFor();
    const before = everything(lab).size;
    const number = teardown.getByLabel(/type the account's number \(000000000000\)/);
    await number.fill('123456789012');
    await number.press('Enter');
    await teardown.getByText("type the account's number, 000000000000").waitFor();
    expect(everything(lab).size).toBe(before);
    // The browser reports the rejected request in its console, as it does for any.
    expect(errors.splice(0)).toEqual([expect.stringContaining('400')]);
    await number.fill('000000000000');
    await number.press('Enter');
    await teardown
      .getByText('✓ Proven: nothing of the lab is left, in any region that it was used in.')
      .waitFor();
    expect(everything(lab).size).toBe(0);
    await check();
    await panel().getByText('This step is done').waitFor();
  });

  it('reports that the server does not answer', async () => {
    await open('steps/step-3-bucket.html');
    await page.getByText('Practice account').waitFor();
    await companion.close();
    await check();
    await panel().locator('.verdict.unknown').waitFor();
    errors.splice(0);
    companion = await openCompanion({
      folder: site.folder,
      assets: site.folder,
      port: 0,
      ...accountBackend({}, lab.env, new AbortController().signal),
      onInternalError: (error) => errors.push(error),
    });
  });
});
