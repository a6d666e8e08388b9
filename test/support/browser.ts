import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * A real browser: an installed Chrome, or the Chromium that comes as an npm package. No argument of it switches web
 * security off. Whoever opens it closes it.
 */
export async function openBrowser(): Promise<Browser> {
  const found = installed.find((path) => existsSync(path));
  if (found !== undefined) return chromium.launch({ executablePath: found, args });
  const { default: packed } = await import('@sparticuz/chromium');
  return chromium.launch({ executablePath: await packed.executablePath(), args });
}

// Chromium refuses its own sandbox to root, as which containers run.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
