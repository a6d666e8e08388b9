import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Browser, Page } from 'playwright-core';
import { writeRunningPractice } from '../../lab-home/home.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { openBrowser } from '../support/browser.ts';
import { inKit } from './root.ts';
import { setLatency } from './server.ts';
import { median, type Row } from './table.ts';

const entry = inKit('dist', 'lab.js');
const latency = 100;
const bound = 500;

/** Runs `lab start` in a process of its own, for a practice account that runs in this one. */
export async function startCompanion(lab: LabAccount) {
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  const env = { ...lab.env, PATH: process.env.PATH ?? '', HOME: home, LAB_HOME: home };
  const { accountId, region, exports } = lab.practice;
  writeRunningPractice(env, { pid: process.pid, accountId, region, exports });
  const child = spawn(process.execPath, [entry, 'start', '--port', '0'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const firstAddress = await new Promise<string>((resolve, reject) => {
    void exited.then(() => reject(new Error(`lab start ended: ${printed}`)));
    child.stdout?.on('data', (chunk) => {
      printed += chunk;
      const found = /^Open (\S+)$/m.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return {
    origin: new URL(firstAddress).origin,
    /** The printed address, which gives access to the first tab that opens it. */
    firstAddress,
    async close() {
      child.kill('SIGTERM');
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface Times {
  first: number;
  verdict: number;
}

/** Milliseconds from a click on the button to the frame after the first finding, and after the verdict, was drawn. */
const clickToScreen = `new Promise((resolve) => {
  const panel = document.querySelector('section[aria-label="Check this step"]');
  const times = {};
  let clicked = 0;
  const drawn = (name) => requestAnimationFrame(() => requestAnimationFrame(() => {
    times[name] = performance.now() - clicked;
    if (times.first !== undefined && times.verdict !== undefined) resolve(times);
  }));
  panel.querySelector('button').addEventListener('click', () => { clicked = performance.now(); }, { capture: true });
  let seen = false, ended = false;
  new MutationObserver(() => {
    if (!seen && panel.querySelector('.finding')) { seen = true; drawn('first'); }
    if (!ended && /·/.test(panel.querySelector('.verdict').textContent)) { ended = true; drawn('verdict'); }
  }).observe(panel, { childList: true, subtree: true, characterData: true });
})`;

async function click(page: Page, origin: string, step: string): Promise<Times> {
  await page.goto(`${origin}/steps/${step}.html`);
  await page.locator('.target').getByText('Practice account').waitFor();
  const times = page.evaluate(clickToScreen) as Promise<Times>;
  await page.getByRole('button', { name: 'Check this step' }).click();
  return times;
}

/** The median time of one call, in milliseconds: the least that any check can take. */
async function oneCall(lab: LabAccount): Promise<number> {
  const sts = new STSClient({
    endpoint: lab.practice.endpoint,
    region: lab.practice.region,
    credentials: {
      accessKeyId: lab.env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: lab.env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const times: number[] = [];
  for (let at = 0; at < 20; at++) {
    const started = performance.now();
    await sts.send(new GetCallerIdentityCommand({}));
    times.push(performance.now() - started);
  }
  sts.destroy();
  return median(times);
}

const pages = ['step-3-bucket', 'step-5-pipeline', 'step-6-approval', 'step-8-redeploy'];

async function benchClicks(browser: Browser, lab: LabAccount, addRow: (row: Row) => void): Promise<void> {
  const { origin, firstAddress, close } = await startCompanion(lab);
  const page = await browser.newPage();
  await page.goto(firstAddress);
  await page.locator('.target').getByText('Practice account').waitFor();
  const call = await oneCall(lab);
  const addClickRow = (what: string, ms: number) =>
    addRow({
      what: `click to first finding on screen, ${what}`,
      measured: `${ms.toFixed(0)} ms, ${(ms / call).toFixed(0)}× one GetCallerIdentity (${call.toFixed(1)} ms)`,
      bound: `≤ ${bound} ms`,
      holds: ms <= bound,
    });
  const cold = await click(page, origin, 'step-5-pipeline');
  addClickRow('step 5, the first click of a companion', cold.first);
  for (const step of pages) {
    const times: number[] = [];
    for (let at = 0; at < 5; at++) times.push((await click(page, origin, step)).first);
    addClickRow(step, median(times));
  }
  await setLatency(lab.practice.exports, latency);
  const slow: Times[] = [];
  for (let at = 0; at < 5; at++) slow.push(await click(page, origin, 'step-5-pipeline'));
  const [first, verdict] = [median(slow.map((one) => one.first)), median(slow.map((one) => one.verdict))];
  addRow({
    what: `step 5 with ${latency} ms a call: first finding, before the verdict`,
    measured: `${first.toFixed(0)} ms, before ${verdict.toFixed(0)} ms`,
    bound: `≤ ${bound} ms`,
    holds: first <= bound,
  });
  await page.close();
  await close();
}

/** Measures how long a person waits for the first finding, in a real browser. */
export async function benchCompanion(addRow: (row: Row) => void): Promise<void> {
  const [browser, built] = await Promise.all([openBrowser(), finishedLab()]);
  try {
    await benchClicks(browser, await built.open(), addRow);
  } finally {
    await browser.close();
    await built.close();
  }
}
