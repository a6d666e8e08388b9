import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DisableStageTransitionCommand } from '@aws-sdk/client-codepipeline';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../../cli/commands/class/board.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { openBrowser } from '../../../scripts/support/browser.ts';
import type { Io, Values } from '../../../terminal/command.ts';
import { axeFindings } from '../../kit/axe.ts';
import { printedAddress } from '../../kit/companion.ts';

let browser: Browser;
let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let roster: string;
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'board-export-'));
const stop = new AbortController();
const ended: Promise<number>[] = [];

beforeAll(async () => {
  [browser, built] = await Promise.all([openBrowser(), finishedLab('redeploy', { seat: 'anna' })]);
  lab = await built.open();
  mkdirSync(join(folder, 'handed-in'));
  writeFileSync(join(folder, 'handed-in', 'Ben.json'), 'no evidence');
  roster = join(folder, 'class.yaml');
  writeFileSync(
    roster,
    `class: spring
region: us-east-1
seats:
  - id: anna
    name: "<b>Anna</b>"
    repository: octocat/codepipeline-s3-lab
  - id: ben
    name: Ben
    repository: octocat/not-there
`,
  );
}, 60_000);
afterAll(async () => {
  stop.abort();
  for (const code of await Promise.all(ended)) expect(code).toBe(130);
  await browser.close();
  await built.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a board printed, and the folder that it exports to. */
interface Exporting {
  output: { stdout: string; stderr: string };
  out: string;
  /** The exported page; empty before the first round has ended. */
  page(): string;
}

/** Runs the board in this process, with a LAB_HOME of its own. */
async function board(name: string, values: Values = {}, signal = stop.signal): Promise<Exporting> {
  const output = { stdout: '', stderr: '' };
  const out = join(folder, name);
  const io: Io = {
    env: { ...lab.env, LAB_HOME: join(folder, `${name}-home`) },
    stdout(text) {
      output.stdout += text;
    },
    stderr(text) {
      output.stderr += text;
    },
    signal,
    interactive: false,
    color: false,
    width: 80,
  };
  const given = { port: '0', every: '5', evidence: [join(folder, 'handed-in')], export: out, ...values };
  const run = command.run(given, [roster], io);
  ended.push(run);
  await Promise.race([
    run,
    expect.poll(() => printedAddress(output.stdout), { timeout: 15_000 }).toBeDefined(),
  ]);
  const file = join(out, 'index.html');
  return {
    output,
    out,
    page: () => (readdirSync(out).includes('index.html') ? readFileSync(file, 'utf8') : ''),
  };
}

const closeDeploy = () =>
  lab.clients.pipelines.send(
    new DisableStageTransitionCommand({
      pipelineName: lab.names.pipeline,
      stageName: 'Deploy',
      transitionType: 'Inbound',
      reason: 'closed by anna',
    }),
  );

describe('lab class board --export', () => {
  it('writes each round as one page without scripts, links and secrets; with hidden names, it names nobody', async () => {
    const [shown, hidden] = [await board('shown'), await board('hidden', { 'hide-names': true })];
    for (const { page } of [shown, hidden])
      await expect.poll(page, { timeout: 15_000 }).toContain('✓</span> done');
    await closeDeploy();
    for (const { page } of [shown, hidden]) {
      await expect.poll(page, { timeout: 20_000 }).toContain('Last change');
      await expect.poll(page, { timeout: 20_000 }).toContain('transition-disabled');
    }
    expect(shown.page()).toContain('&lt;b>Anna');
    expect(shown.page()).toContain('closed by anna');
    expect(hidden.page()).toContain('seat 1');
    const text = hidden.page().replace(/<style>.*<\/style>/s, '');
    for (const word of ['anna', 'Anna', 'Ben', 'ben', 'octocat', '000000000000', lab.names.deployBucket])
      expect([word, text.includes(word)]).toEqual([word, false]);
    for (const { page, output, out } of [shown, hidden]) {
      expect(page()).toContain('<meta http-equiv="refresh" content="5">');
      // A page whose board has ended is recognized by its date.
      expect(page()).toMatch(/As of [^<]*\b20\d\d\b[^<]*\. This page reloads every 5 s\./);
      const secret = new URL(printedAddress(output.stdout) ?? '').hash.replace('#access=', '');
      expect(page()).not.toContain(secret);
      expect(page()).not.toMatch(/<script|<a |<button|<link|src=|127\.0\.0\.1/);
      expect(readdirSync(out)).toEqual(['index.html']);
      expect(statSync(join(out, 'index.html')).mode & 0o044).toBe(0o044);
    }
  }, 60_000);

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'opens as a file, %s, %i pixels wide, with its styles and no violation',
    async (colorScheme, width) => {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const errors: string[] = [];
      page.on('console', (message) => errors.push(message.text()));
      try {
        await page.goto(pathToFileURL(join(folder, 'hidden', 'index.html')).href);
        await page.getByRole('rowheader', { name: 'seat 1' }).waitFor();
        await page.getByRole('heading', { level: 1, name: 'Class spring' }).waitFor();
        // The page loads itself again on purpose: it is for a screen that no person operates.
        const findings = await axeFindings(page);
        expect(findings.filter((each) => !each.startsWith('meta-refresh:'))).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
        expect(await page.evaluate('getComputedStyle(document.querySelector(".seats")).borderRadius')).toBe(
          '12px',
        );
        if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${colorScheme}.png`) });
        expect(errors).toEqual([]);
      } finally {
        await page.close();
      }
    },
  );

  it('reports a round that cannot be written, and writes the next one', async () => {
    const { output, out, page } = await board('broken', { 'hide-names': true });
    await expect.poll(page, { timeout: 15_000 }).toContain('seat 1');
    rmSync(out, { recursive: true });
    writeFileSync(out, 'a file');
    await expect.poll(() => output.stderr, { timeout: 15_000 }).toContain('The next round tries again.');
    expect(output.stderr).toContain(`The board was not written to ${out}: ENOTDIR`);
    rmSync(out);
    mkdirSync(out);
    await expect.poll(page, { timeout: 15_000 }).toContain('seat 1');
    expect(output.stderr.match(/was not written/g)).toHaveLength(1);
  }, 60_000);

  it('writes through no link that another user makes in its folder', async () => {
    const { out, page } = await board('linked', { 'hide-names': true });
    await expect.poll(page, { timeout: 15_000 }).toContain('seat 1');
    const other = join(folder, 'a file of the instructor');
    writeFileSync(other, 'its text');
    rmSync(join(out, 'index.html'));
    symlinkSync(other, join(out, '.index.html.next'));
    await expect.poll(page, { timeout: 15_000 }).toContain('seat 1');
    expect(readFileSync(other, 'utf8')).toBe('its text');
    expect(lstatSync(join(out, 'index.html')).isFile()).toBe(true);
  }, 60_000);

  it('uses a folder again, and refuses one with other files or that cannot be used', async () => {
    const io: Io = {
      env: { ...lab.env, LAB_HOME: join(folder, 'refused-home') },
      signal: stop.signal,
      stdout: () => {},
      stderr: () => {},
      interactive: false,
      color: false,
      width: 80,
    };
    const run = (out: string) => command.run({ port: '0', export: out }, [roster], io);
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'index.html'), '<h1>A home page</h1>');
    await expect(run(other)).rejects.toThrow('the folder contains other files (index.html)');
    expect(readFileSync(join(other, 'index.html'), 'utf8')).toBe('<h1>A home page</h1>');
    await expect(run(folder)).rejects.toThrow('the folder contains other files');
    const linked = join(folder, 'links');
    mkdirSync(linked);
    for (const name of ['index.html', '.index.html.next'])
      symlinkSync(join(folder, 'hidden', 'index.html'), join(linked, name));
    await expect(run(linked)).rejects.toThrow(/contains other files \((\.?index\.html(\.next)?(, )?){2}\)/);
    await expect(run(roster)).rejects.toThrow(`--export ${roster}: EEXIST`);
    await expect(run('')).rejects.toThrow('--export "": expected a folder');
    const again = await board('hidden');
    await expect.poll(again.page, { timeout: 15_000 }).toContain('anna');
  }, 60_000);
});
