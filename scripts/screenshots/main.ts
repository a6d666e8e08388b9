import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Browser, Page } from 'playwright-core';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { buildSite } from '../../site/build.ts';
import { trackStdout } from '../stdout.ts';
import { openBrowser } from '../support/browser.ts';

trackStdout(process.stdout);
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}site/screenshots`;

/** One screenshot of the README: the page, the color scheme, and what to do on the page first. */
interface Shot {
  name: string;
  path: string;
  scheme: 'light' | 'dark';
  width: number;
  height: number;
  prepare?: (page: Page) => Promise<void>;
}

const shots: Shot[] = [
  { name: 'front', path: '', scheme: 'light', width: 1280, height: 860 },
  {
    name: 'check',
    path: 'steps/step-3-bucket.html',
    scheme: 'light',
    width: 1280,
    height: 900,
    async prepare(page) {
      await page.getByRole('button', { name: 'Check this step' }).click();
      await page.locator('.finding').nth(6).waitFor();
      await page.locator('#check-yourself').evaluate((heading) => heading.scrollIntoView());
    },
  },
  {
    name: 'teardown',
    path: 'steps/step-9-cleanup.html',
    scheme: 'dark',
    width: 1280,
    height: 800,
    async prepare(page) {
      await page.getByRole('button', { name: 'Show what would go' }).click();
      await page.locator('.plan').waitFor();
      await page.locator('.plan').evaluate((plan) => plan.scrollIntoView({ block: 'center' }));
    },
  },
  {
    name: 'console',
    scheme: 'light',
    width: 1400,
    height: 940,
    path: 'console/codepipeline/pipelines/codepipeline-s3-deploy-lab?step=step-6',
    async prepare(page) {
      const button = (name: string) => page.getByRole('button', { name, exact: true });
      await button('Release change').click();
      await button('Release').click();
      await button('Review').click();
      await page.getByRole('radio', { name: 'Approve', exact: true }).check();
      await page.getByLabel('Comments').fill('I have read the commit');
    },
  },
  { name: 'phone', path: 'steps/step-6-approval.html', scheme: 'light', width: 390, height: 800 },
];

async function take(browser: Browser, address: string, { name, scheme, width, height, prepare }: Shot) {
  const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height } });
  await page.goto(address);
  await page.locator('.target').getByText('Practice account').waitFor();
  await prepare?.(page);
  // What has scrolled into view is painted a moment later.
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await page.close();
}

mkdirSync(folder, { recursive: true });
const site = mkdtempSync(join(tmpdir(), 'screenshots-'));
const assets = `${root}dist/browser`;
await buildSite({ labs: `${root}labs`, assets, out: site });
const [browser, built] = await Promise.all([openBrowser(), finishedLab()]);
try {
  const lab = await built.open();
  const { Status, Bucket } = { Status: 'Suspended' as const, Bucket: lab.names.deployBucket };
  await lab.clients.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
  const companion = await openCompanion({
    folder: site,
    assets,
    port: 0,
    ...accountBackend({}, lab.env, new AbortController().signal),
    console: mountConsole(consoleBackend(lab.env, () => repositoryOwner(lab.env))),
    onInternalError(error) {
      throw error;
    },
  });
  for (const shot of shots)
    for (const address of companion.newAddresses(`/${shot.path}`)) await take(browser, address, shot);
  await companion.close();
  process.stdout.write(`${shots.length} pictures in site/screenshots\n`);
} finally {
  await browser.close();
  rmSync(site, { recursive: true });
  await built.close();
}
