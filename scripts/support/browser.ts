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
  return chromium.launch(await browserLaunchOptions());
}

/** The same browser, for a program that starts it by itself. */
export async function browserLaunchOptions(): Promise<{
  executablePath: string;
  args: string[];
  env?: Record<string, string>;
}> {
  const found = installed.find((path) => existsSync(path));
  return { args, ...(found === undefined ? await packagedChromium() : { executablePath: found }) };
}

// Chromium refuses its own sandbox to root, as which containers run.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * The package is made for a place that has neither Chromium's libraries nor fonts, and brings both when told that it
 * is there. So it is told, and what it then changes is for the browser alone.
 */
async function packagedChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const before = { ...process.env };
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  const { default: chromiumPackage } = await import('@sparticuz/chromium');
  const executablePath = await chromiumPackage.executablePath();
  const env = { ...process.env } as Record<string, string>;
  for (const name of Object.keys(env)) if (before[name] === undefined) delete process.env[name];
  Object.assign(process.env, before);
  return { executablePath, env };
}
