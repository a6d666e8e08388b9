import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Milestone } from '../../scenarios/finished-lab/build-lab.ts';
import { trackStdout } from '../stdout.ts';
import { type Row, table } from './table.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const help = `Measures, and holds what it measured against its bounds.

usage: npm run bench -- [part…] [--beside DIR]

  practice     the practice account: its start, its calls, a large bucket; beside moto's server
  start        how long commands take to start, beside the smallest programs that do the same
  checker      a check: as a process, far from the account, and in calls; beside the AWS CLI
  teardown     emptying a large bucket; beside boto3 and the AWS CLI
  class        a class's rounds: one shared account, and a thousand seats in a hundred accounts
  class-teardown   forty seats of one account torn down, throttled
  companion    from a click to the first finding on screen, in a real browser
  site         the site's build and its pages' weights; beside VitePress and Starlight
  lighthouse   Lighthouse's four categories on a step page

  --beside DIR   a folder outside the kit in which somebody installed what is measured beside;
                 scripts/bench/README.md tells how

example:
  npm run bench -- site --beside /tmp/beside
`;

type Benchmark = (addRow: (row: Row) => void, beside: string | undefined) => Promise<void>;

/** Each benchmark is loaded when it runs. Otherwise, a browser's driver would be part of every memory measurement. */
const benchmarks: Record<string, () => Promise<Benchmark>> = {
  practice: async () => (await import('./practice.ts')).benchPractice,
  start: async () => (await import('./start/bench.ts')).benchStart,
  checker: async () => (await import('./checker.ts')).benchChecker,
  teardown: async () => (await import('./teardown.ts')).benchTeardown,
  companion: async () => (await import('./companion.ts')).benchCompanion,
  class: async () => (await import('./class.ts')).benchClass,
  'class-teardown': async () => (await import('./class-teardown.ts')).benchClassTeardown,
  site: async () => (await import('./site.ts')).benchSite,
  lighthouse: async () => (await import('./lighthouse.ts')).benchLighthouse,
};

/** Processes that a benchmark starts from this same bundle. */
const processes: Record<string, (args: string[]) => Promise<void>> = {
  async 'class-server'([milestone, accounts, seats]) {
    const { serveClass } = await import('./class-server.ts');
    await serveClass(milestone as Milestone, Number(accounts), Number(seats));
  },
  async 'class-teardown-process'() {
    const { measureTeardown } = await import('./class-teardown.ts');
    await measureTeardown(JSON.parse(await text(process.stdin)));
  },
  async 'class-poll'([count]) {
    const { measurePolls } = await import('./class-poll.ts');
    await measurePolls(JSON.parse(await text(process.stdin)), Number(count));
  },
};

async function measure(named: readonly string[], beside: string | undefined): Promise<number> {
  const unknown = named.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) {
    process.stderr.write(
      `There is nothing to measure called ${unknown}: ${Object.keys(benchmarks).join(', ')}.\n`,
    );
    return 2;
  }
  const rows: Row[] = [];
  const addRow = (row: Row) => {
    rows.push(row);
    process.stderr.write(`${row.what}: ${row.measured}\n`);
  };
  for (const [name, load] of Object.entries(benchmarks))
    if (named.length === 0 || named.includes(name)) await (await load())(addRow, beside);
  process.stdout.write(`\n${table(rows)}\n`);
  return rows.some(({ holds }) => holds === false) ? 1 : 0;
}

trackStdout(process.stdout);
const { values, positionals } = parseArgs({
  options: { beside: { type: 'string' }, help: { type: 'boolean' } },
  allowPositionals: true,
});
const innerProcess = processes[positionals[0] ?? ''];
if (values.help) process.stdout.write(help);
else if (innerProcess !== undefined) await innerProcess(positionals.slice(1));
else
  process.exitCode = await measure(
    positionals,
    values.beside === undefined ? undefined : resolve(values.beside),
  );
