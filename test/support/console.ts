import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { accountOf } from '../../cli/start/account-of.ts';
import { consoleOf } from '../../cli/start/console.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { type Companion, openCompanion } from '../../site/companion/server.ts';
import type { LabAccount } from './finished-lab.ts';

/** An empty practice account, the companion in front of it, and a browser's window on both. */
export interface ConsoleWindow {
  practice: Practice;
  companion: Companion;
  context: BrowserContext;
  page: Page;
  /** The variables of a shell that was led to the account. */
  env: Record<string, string>;
  /** What went wrong that nobody asked for: faults of the kit, errors of the page. Taken out by whoever expects them. */
  troubles: string[];
  /** Opens a place of the companion: `console/s3/buckets`. */
  open(path: string): Promise<void>;
  close(): Promise<void>;
}

interface Options extends BrowserContextOptions {
  /** An account with the lab in it, in place of an empty one. It stays its owner's to close. */
  lab?: LabAccount;
}

/** Opens all of it; the site's pages are those in `folder`. */
export async function consoleWindow(
  browser: Browser,
  folder: string,
  { lab, ...options }: Options = {},
): Promise<ConsoleWindow> {
  const troubles: string[] = [];
  const onFault = (error: unknown) =>
    void troubles.push(error instanceof Error ? `${error.stack}` : String(error));
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'console-'));
  const practice = lab?.practice ?? (await startPractice({ port: 0, onFault }));
  const env = lab?.env ?? { ...practice.exports, HOME: root, LAB_HOME: join(root, 'lab') };
  const companion = await openCompanion({
    ...{ folder, assets: fileURLToPath(new URL('../../dist/browser', import.meta.url)), port: 0 },
    ...accountOf({}, env, new AbortController().signal),
    console: consoleOf(env),
    onFault,
  });
  const context = await browser.newContext(options);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  return {
    ...{ practice, companion, context, page, env, troubles },
    async open(path) {
      await page.goto(`${companion.address}/${path}`);
    },
    async close() {
      await context.close();
      await companion.close();
      if (lab === undefined) await practice.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}
