import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

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

/**
 * The package is made for AWS Lambda, which has neither Chromium's libraries nor fonts. It provides both only if
 * AWS_LAMBDA_JS_RUNTIME is set, and then changes other variables. All of these are for the browser alone, so this
 * process gets its own environment back.
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
