import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/static-server.ts';
import { buildWith, type Generator, generators, versionIn } from './beside/generators.ts';
import { heaviest, type Weight, weigh, worded } from './beside/weigh.ts';
import { inKit } from './root.ts';
import type { Row } from './table.ts';

const run = promisify(execFile);
const builder = inKit('dist', 'site.js');
const built = inKit('site', 'dist');
const slowest = 25;
const bounds = { html: 14, css: 8, js: 12 };

async function timeOf(argv: string[]): Promise<number> {
  const started = performance.now();
  await run(process.execPath, argv);
  return performance.now() - started;
}

/** The best of five of each, in turn: what else the machine does makes both only slower. */
async function bestOf(...commands: string[][]): Promise<number[]> {
  const best = commands.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 5; round++)
    for (const [at, argv] of commands.entries()) best[at] = Math.min(best[at] ?? 0, await timeOf(argv));
  return best;
}

async function weightsOf(browser: Browser, folder: string, pages: readonly string[]): Promise<Weight[]> {
  const server = await serveFolder(folder);
  const weights: Weight[] = [];
  try {
    for (const page of pages) weights.push(await weigh(browser, server.url + page));
  } finally {
    await server.close();
  }
  return weights;
}

async function ours(browser: Browser, pages: readonly string[], tell: (row: Row) => void): Promise<void> {
  const weights = await weightsOf(browser, built, pages);
  for (const [at, weight] of weights.entries()) {
    const holds = (['html', 'css', 'js'] as const).every((kind) => weight[kind] <= bounds[kind] * 1024);
    tell({
      what: pages[at] ?? '',
      measured: worded(weight),
      ...{ bound: `≤ ${bounds.html}, ${bounds.css}, ${bounds.js} KB`, holds },
    });
  }
  tell({ what: 'the heaviest of our step pages', measured: worded(heaviest(weights)) });
}

async function theirs(
  browser: Browser,
  generator: Generator,
  beside: string,
  tell: (row: Row) => void,
): Promise<void> {
  const version = versionIn(beside, generator.package);
  const what = `${generator.name} ${version ?? ''}`.trim();
  if (version === undefined) return tell({ what, measured: `not installed in ${beside}` });
  const { seconds, site, pages, remove } = await buildWith(generator, beside);
  try {
    const weights = await weightsOf(browser, site, pages);
    tell({ what: `the heaviest by ${what}`, measured: worded(heaviest(weights)) });
    const [own = 0] = await bestOf([builder]);
    tell({
      what: `${what} builds the same Markdown, against npm run site`,
      measured: `${((seconds * 1000) / own).toFixed(0)}× (${seconds.toFixed(1)} s : ${(own / 1000).toFixed(1)} s)`,
    });
  } finally {
    remove();
  }
}

/** How long the site takes to build and what its step pages weigh, beside other generators where `beside` has them. */
export async function benchSite(tell: (row: Row) => void, beside: string | undefined): Promise<void> {
  const [bare = 0, build = 0] = await bestOf(['-e', '0'], [builder]);
  tell({
    what: 'npm run site, against node -e 0',
    measured: `${(build / bare).toFixed(1)}× (${build.toFixed(0)} ms : ${bare.toFixed(0)} ms)`,
    // 2 s on two cores on which a bare start takes 80 ms; on a busy machine both take longer.
    ...{ bound: `≤ ${slowest}×`, holds: build <= slowest * bare },
  });
  const pages = readdirSync(join(built, 'steps'))
    .sort()
    .map((name) => `steps/${name}`);
  const browser = await openBrowser();
  try {
    await ours(browser, pages, tell);
    if (beside === undefined)
      tell({
        what: 'beside VitePress and Starlight',
        measured: 'told with --beside DIR, where they are installed',
      });
    else for (const generator of generators) await theirs(browser, generator, beside, tell);
  } finally {
    await browser.close();
  }
}
