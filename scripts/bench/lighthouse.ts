import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf } from '../../checker/account/run-program.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import { buildSite } from '../../site/build.ts';
import { browserLaunchOptions } from '../support/browser.ts';
import { serveFolder } from '../support/static-server.ts';
import { startCompanion } from './companion.ts';
import { nodeIn, versionIn } from './comparison/generators.ts';
import { inKit } from './root.ts';
import type { Row } from './table.ts';

const page = 'steps/step-3-bucket.html';

const categories = 'performance,accessibility,best-practices,seo';

interface Report {
  categories: Record<string, { title: string; score: number; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, { title: string; score: number | null }>;
}

/**
 * Runs the Lighthouse that is installed in `beside` on one page: with `--preset=desktop`, or as a phone on a slow
 * connection.
 */
async function runLighthouse(beside: string, url: string, flags: string[]): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  const out = join(folder, 'report.json');
  const { executablePath, args, env } = await browserLaunchOptions();
  const cli = join(beside, 'node_modules', 'lighthouse', 'cli', 'index.js');
  try {
    await outputOf(
      nodeIn(beside),
      [
        cli,
        url,
        '--quiet',
        `--only-categories=${categories}`,
        '--output=json',
        `--output-path=${out}`,
        ...flags,
        `--chrome-flags=${['--headless=new', ...args].join(' ')}`,
      ],
      { env: { ...process.env, ...env, CHROME_PATH: executablePath } },
    );
    return JSON.parse(readFileSync(out, 'utf8')) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(what: string, { categories, audits }: Report): Row {
  const all = Object.values(categories);
  const imperfect = all
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1);
  const scores = all.map(({ title, score }) => `${title} ${Math.round(score * 100)}`).join(', ');
  const why = [...new Set(imperfect.map(({ id }) => id))].join(', ');
  return {
    what,
    measured: why === '' ? scores : `${scores} (${why})`,
    bound: '100 each',
    holds: all.every(({ score }) => score === 1),
  };
}

/** Measures a step page with Lighthouse, from a static host and from the companion, as a phone and as a desktop. */
export async function benchLighthouse(addRow: (row: Row) => void, beside: string | undefined): Promise<void> {
  const version = beside === undefined ? undefined : versionIn(beside, 'lighthouse');
  if (beside === undefined || version === undefined)
    return addRow({ what: 'Lighthouse', measured: 'told with --beside DIR, where it is installed' });
  const folder = mkdtempSync(join(tmpdir(), 'lab-site-'));
  const assets = inKit('dist', 'browser');
  await buildSite({ labs: inKit('labs'), assets, out: folder });
  const built = await finishedLab();
  try {
    const lab = await built.open();
    const host = await serveFolder(folder);
    const started = await startCompanion(lab);
    // Without access: Lighthouse takes the URL as an argument, which every user of the machine can read.
    const from = { 'a static host': host.url, 'the companion, without access': `${started.origin}/` };
    for (const [name, url] of Object.entries(from))
      for (const flags of [[], ['--preset=desktop']]) {
        const device = flags.length === 0 ? 'as a phone' : 'as a desk';
        addRow(
          rowOf(
            `Lighthouse ${version}, ${page} from ${name}, ${device}`,
            await runLighthouse(beside, url + page, flags),
          ),
        );
      }
    await started.close();
    await host.close();
  } finally {
    await built.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
