import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { repositoryOwner } from '../../companion/server/page-settings.ts';
import { type Companion, openCompanion } from '../../companion/server/server.ts';
import { consoleBackend } from '../../console/server/backend.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { type AdminClient, adminClient } from '../../practice/admin/client/admin-client.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { openBrowser } from '../../scripts/support/browser.ts';
import { type BuiltSite, builtSite } from './built-site.ts';
import { addressOf } from './companion.ts';

/** An empty practice account, the companion for it, and a browser window on both. */
export interface ConsoleWindow {
  practice: Practice;
  companion: Companion;
  context: BrowserContext;
  page: Page;
  /** The variables of a shell that points to the account. */
  env: Record<string, string>;
  /** Unexpected errors: internal errors of the kit and errors of the page. A test that expects one removes it. */
  errors: string[];
  /** Opens a path of the companion: `console/s3/buckets`. */
  open(path: string): Promise<void>;
  admin: AdminClient;
  close(): Promise<void>;
}

interface Options extends BrowserContextOptions {
  /** An account with the lab instead of an empty one. It is closed after the window. */
  lab?: LabAccount;
}

/** Opens all of it. The site's pages are those in `folder`. */
export async function consoleWindow(
  browser: Browser,
  folder: string,
  { lab, ...options }: Options = {},
): Promise<ConsoleWindow> {
  const errors: string[] = [];
  const onInternalError = (error: unknown) =>
    void errors.push(error instanceof Error ? `${error.stack}` : String(error));
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'console-'));
  const practice = lab?.practice ?? (await startPractice({ port: 0, onInternalError }));
  const env = lab?.env ?? { ...practice.exports, HOME: root, LAB_HOME: join(root, 'lab') };
  const companion = await openCompanion({
    folder,
    assets: fileURLToPath(new URL('../../dist/browser', import.meta.url)),
    port: 0,
    ...accountBackend({}, env, new AbortController().signal),
    console: mountConsole(consoleBackend(env, () => repositoryOwner(env))),
    onInternalError,
  });
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  let hasAccess = false;
  return {
    practice,
    companion,
    context,
    page,
    env,
    errors,
    admin: adminClient(env),
    async open(path) {
      // The first page gets access for the tab.
      await page.goto(hasAccess ? `${companion.address}/${path}` : addressOf(companion, `/${path}`));
      hasAccess = true;
    },
    async close() {
      await context.close();
      await companion.close();
      await (lab ?? practice).close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/**
 * Opens one browser and the built site for all tests of a file. What a test opens is closed after it. The test fails on
 * any error that it did not remove.
 */
export function consoleWindows(): (options?: Options) => Promise<ConsoleWindow> {
  let browser: Browser;
  let site: BuiltSite;
  const windows: ConsoleWindow[] = [];
  beforeAll(async () => {
    [browser, site] = await Promise.all([openBrowser(), builtSite()]);
  }, 60_000);
  afterEach(async () => {
    const opened = windows.splice(0);
    for (const each of opened) await each.close();
    expect(opened.flatMap(({ errors }) => errors)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    site.remove();
  });
  return async (options) => {
    const opened = await consoleWindow(browser, site.folder, options);
    windows.push(opened);
    return opened;
  };
}
