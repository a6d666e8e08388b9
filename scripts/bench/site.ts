import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { outputOf } from '../../checker/account/run-program.ts';
import { openBrowser } from '../support/browser.ts';
import { serveFolder } from '../support/static-server.ts';
import { buildWith, type Generator, generators, versionIn } from './comparison/generators.ts';
import { heaviest, measureWeight, type Weight, weightText } from './comparison/page-weight.ts';
import { inKit } from './root.ts';
import type { Row } from './table.ts';

const builder = inKit('dist', 'site.js');
const built = inKit('site', 'dist');
const slowest = 25;
const bounds = { html: 14, css: 8, js: 12 };

async function timeOf(argv: string[]): Promise<number> {
  const started = performance.now();
  await outputOf(process.execPath, argv, { env: process.env });
  return performance.now() - started;
}

/**
 * The best of five runs of each command, in milliseconds, in turns: other load on the machine only makes them slower.
 */
async function bestOf(...commands: string[][]): Promise<number[]> {
  const best = commands.map(() => Number.POSITIVE_INFINITY);
  for (let attempt = 0; attempt < 5; attempt++)
    for (const [at, argv] of commands.entries()) best[at] = Math.min(best[at] ?? 0, await timeOf(argv));
  return best;
}

async function weightsOf(browser: Browser, folder: string, pages: readonly string[]): Promise<Weight[]> {
  const server = await serveFolder(folder);
  const weights: Weight[] = [];
  try {
    for (const page of pages) weights.push(await measureWeight(browser, server.url + page));
  } finally {
    await server.close();
  }
  return weights;
}

async function benchPages(
  browser: Browser,
  pages: readonly string[],
  addRow: (row: Row) => void,
): Promise<void> {
  const weights = await weightsOf(browser, built, pages);
  for (const [at, weight] of weights.entries()) {
    const holds = (['html', 'css', 'js'] as const).every((kind) => weight[kind] <= bounds[kind] * 1024);
    addRow({
      what: pages[at] ?? '',
      measured: weightText(weight),
      bound: `≤ ${bounds.html}, ${bounds.css}, ${bounds.js} KB`,
      holds,
    });
  }
  addRow({ what: 'the heaviest of our step pages', measured: weightText(heaviest(weights)) });
}

async function benchGenerator(
  browser: Browser,
  generator: Generator,
  beside: string,
  addRow: (row: Row) => void,
): Promise<void> {
  const version = versionIn(beside, generator.package);
  const what = `${generator.name} ${version ?? ''}`.trim();
  if (version === undefined) return addRow({ what, measured: `not installed in ${beside}` });
  const { seconds, site, pages, remove } = await buildWith(generator, beside);
  try {
    const weights = await weightsOf(browser, site, pages);
    addRow({ what: `the heaviest by ${what}`, measured: weightText(heaviest(weights)) });
    const [ourMs = 0] = await bestOf([builder]);
    addRow({
      what: `${what} builds the same Markdown, against npm run site`,
      measured: `${((seconds * 1000) / ourMs).toFixed(0)}× (${seconds.toFixed(1)} s : ${(ourMs / 1000).toFixed(1)} s)`,
    });
  } finally {
    remove();
  }
}

/**
 * Measures how long the site takes to build and what its step pages weigh, compared with the generators in `beside`.
 */
export async function benchSite(addRow: (row: Row) => void, beside: string | undefined): Promise<void> {
  const [bare = 0, build = 0] = await bestOf(['-e', '0'], [builder]);
  addRow({
    what: 'npm run site, against node -e 0',
    measured: `${(build / bare).toFixed(1)}× (${build.toFixed(0)} ms : ${bare.toFixed(0)} ms)`,
    // The bound is 2 s on two cores, where starting Node takes 80 ms. On a busy machine both take longer.
    bound: `≤ ${slowest}×`,
    holds: build <= slowest * bare,
  });
  const pages = readdirSync(join(built, 'steps'))
    .sort()
    .map((name) => `steps/${name}`);
  const browser = await openBrowser();
  try {
    await benchPages(browser, pages, addRow);
    if (beside === undefined)
      addRow({
        what: 'beside VitePress and Starlight',
        measured: 'told with --beside DIR, where they are installed',
      });
    else for (const generator of generators) await benchGenerator(browser, generator, beside, addRow);
  } finally {
    await browser.close();
  }
}
