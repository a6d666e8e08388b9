import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../../scripts/support/browser.ts';
import { axeFindings } from '../../kit/axe.ts';
import { lab } from '../../kit/lab-command.ts';

const hostile = `<script>alert(1)</script>"'&lt; <img src=x onerror=alert(1)>`;
const roster = `class: spring
account: "123456789012"
region: us-gov-east-1
seats:
  - id: twelve-chars
    name: ${JSON.stringify(hostile)}
    repository: octocat-with-a-long-name/a-repository-with-quite-a-long-name-too
  - id: ben
    name: Ben ${'with a long name '.repeat(5)}
    region: ap-southeast-2
    profile: default
  - id: cy
    name: "Çağla 山田"
    region: eu-west-1
    role: arn:aws:iam::210987654321:role/lab-instructor
    external-id: a-secret-of-sorts
`;

let folder: string;
let out: string;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'handout-'));
  out = join(folder, 'out');
  writeFileSync(join(folder, 'class.yaml'), roster);
  writeFileSync(join(folder, 'aws-config'), '[default]\nregion = us-east-1\n');
  const env = { AWS_CONFIG_FILE: join(folder, 'aws-config') };
  const made = await lab(['class', 'handout', join(folder, 'class.yaml'), '--out', out], env);
  expect([made.stderr, made.exit]).toEqual(['', 0]);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const html = (name: string) => readFileSync(join(out, name), 'utf8');

it('writes all seats in one file and each in its own', () => {
  expect(readdirSync(join(out, 'seats')).sort()).toEqual(['ben.html', 'cy.html', 'twelve-chars.html']);
  const own = html('seats/ben.html');
  expect(own).toContain('cp-s3-deploy-ACCOUNT-ap-southeast-2-ben');
  expect(own).not.toContain('twelve-chars');
  expect(html('class.html').match(/<section class="seat"/g)).toHaveLength(3);
});

it('states what differs in the shared account, and nothing for a seat in its own account', () => {
  const boundary = 'arn:aws-us-gov:iam::123456789012:policy/twelve-chars-cp-lab-boundary';
  expect(html('seats/twelve-chars.html')).toContain(`--permissions-boundary ${boundary}`);
  expect(html('seats/twelve-chars.html')).toContain(
    'https://123456789012.signin.amazonaws-us-gov.com/console',
  );
  expect(html('seats/cy.html')).not.toContain('boundary');
  expect(html('seats/cy.html')).toContain('cp-s3-deploy-210987654321-eu-west-1-cy');
});

it('names the shared account, or writes nothing', async () => {
  const file = join(folder, 'shared.yaml');
  const to = join(folder, 'shared');
  const run = (...flags: string[]) => lab(['class', 'handout', file, '--out', to, ...flags], {});
  expect((await lab(['class', 'init', file], {})).exit).toBe(0);
  const unsaid = await run();
  expect([unsaid.exit, unsaid.stdout, unsaid.stderr]).toEqual([
    2,
    '',
    'The sheets name the shared account. Put its number into the roster (account: 123456789012), or type: --account 123456789012\n',
  ]);
  expect(existsSync(to)).toBe(false);
  expect((await run('--account', '123456789012')).exit).toBe(0);
  const sheet = readFileSync(join(to, 'seats', 'seat-01.html'), 'utf8');
  expect(sheet).toContain('https://123456789012.signin.aws.amazon.com/console');
  expect(sheet).not.toContain('ACCOUNT');
});

it('prints commands that work as they are', async () => {
  const printed = /<pre><code>(.*?)<\/code>/s.exec(html('seats/twelve-chars.html'))?.[1] ?? '';
  const [init = '', , values = ''] = printed
    .replaceAll('&amp;', '&')
    .replaceAll('&gt;', '>')
    .replaceAll(' \\\n', '')
    .split('\n');
  const env = { LAB_HOME: join(folder, 'lab') };
  const args = (line: string) =>
    line
      .replace(/.*npx lab /, '')
      .replace(/ >.*/, '')
      .split(/\s+/);
  expect((await lab(args(init), env)).exit).toBe(0);
  const written = await lab(args(values), env);
  expect([written.exit, written.stdout]).toEqual([0, expect.stringContaining('"twelve-chars-cp-lab"')]);
});

it('contains no secret, no script and nothing external, for any names', async () => {
  const whole = html('class.html');
  expect(whole).not.toMatch(/a-secret-of-sorts|lab-instructor/);
  const page = await browser.newPage();
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => asked.push('a dialog')));
  const address = pathToFileURL(join(out, 'class.html')).href;
  await page.goto(address);
  expect(asked).toEqual([address]);
  const elements = "document.querySelectorAll('script, img, link, iframe, object, [src], [onerror]').length";
  expect(await page.evaluate(elements)).toBe(0);
  expect(await page.locator('.name').first().textContent()).toBe(hostile);
  await page.close();
});

it.each(['class.html', 'seats/ben.html'])('%s is accessible (axe)', async (name) => {
  // axe is inserted as a script, which the page's own policy forbids.
  const page = await browser.newPage({ bypassCSP: true });
  await page.goto(pathToFileURL(join(out, name)).href);
  expect(await axeFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 800 });
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(360);
  await page.close();
});

it.each(['A4', 'Letter'])('prints one %s sheet for each seat', async (format) => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(out, 'class.html')).href);
  const pdf = (await page.pdf({ format })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(3);
  await page.close();
});

it('uses the singular for one seat', async () => {
  const file = join(folder, 'one.yaml');
  writeFileSync(file, 'class: one\naccount: "111122223333"\nregion: us-east-1\nseats:\n  - id: ben\n');
  const made = await lab(['class', 'handout', file, '--out', join(folder, 'one')], {});
  expect(made.stdout).toContain(': 1 seat, a sheet each.');
});
