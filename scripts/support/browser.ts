import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { packagedChromium } from './packaged-chromium.ts';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Opens a real browser: an installed Chrome, or the Chromium of an npm package. No argument turns web security off.
 * The caller closes it.
 */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch(await browserLaunchOptions());
}

/** The launch options of the same browser, for a program that starts it itself. */
export async function browserLaunchOptions(): Promise<{
  executablePath: string;
  args: string[];
  env?: Record<string, string>;
}> {
  const found = installed.find((path) => existsSync(path));
  return { args, ...(found === undefined ? await packagedChromium() : { executablePath: found }) };
}

// Chromium's sandbox does not start as root, the user of most containers.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
