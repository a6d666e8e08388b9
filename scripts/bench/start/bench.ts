import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { makeCalls } from '../../../checker/account/calls.ts';
import { identity } from '../../../checker/account/sts.ts';
import { check } from '../../../checker/engine/check.ts';
import { type Step, steps } from '../../../checker/steps/index.ts';
import { openAccount } from '../../../lab-home/account.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { inKit } from '../root.ts';
import { setLatency } from '../server.ts';
import type { Row } from '../table.ts';
import { type PlannedCall, planRecorder } from './plan.ts';

const run = promisify(execFile);
const rounds = 15;
const lab = inKit('dist', 'lab.js');

/** A command that is measured, and the program that its time is compared with. */
interface Comparison {
  what: string;
  ours: string[];
  baseline: string[];
  /** The most that ours may take, as a multiple of the baseline. */
  bound: number;
}

/** The calls of a check of these steps, in rounds of what is called at the same time. */
async function planOf(chosen: readonly Step[], { env }: LabAccount): Promise<PlannedCall[][]> {
  const { clients, lab, regions, target } = await openAccount({}, env);
  const recorder = planRecorder();
  try {
    const memo = new Map();
    await identity(makeCalls(clients, { memo, recorder }));
    await check({ clients, lab, regions, memo, recorder, steps: chosen, gitUrl: target.gitUrl });
    return recorder.rounds();
  } finally {
    clients.destroy();
  }
}

/** Bundles the programs to compare with, as the kit's own bundle is. Returns the folder. */
async function buildPrograms(folder: string): Promise<void> {
  const source = (name: string) => inKit('scripts', 'bench', 'start', `${name}.ts`);
  await build({
    entryPoints: ['one-call', 'same-calls-step-5', 'same-calls-all'].map(source),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    banner: {
      js: "import module from 'node:module'; const require = module.createRequire(import.meta.url); module.enableCompileCache?.(new URL('.cache', import.meta.url).pathname);",
    },
    logLevel: 'warning',
  });
}

/** The shortest time of each command, in milliseconds. The commands take turns, so that all have the same machine. */
async function shortestTimes(commands: readonly string[][], env: NodeJS.ProcessEnv): Promise<number[]> {
  const shortest = commands.map(() => Number.POSITIVE_INFINITY);
  // The first round fills the caches of compiled code, and does not count.
  for (let round = 0; round <= rounds; round++)
    for (const [at, args] of commands.entries()) {
      const started = performance.now();
      await run(process.execPath, args, { env });
      if (round > 0) shortest[at] = Math.min(shortest[at] ?? 0, performance.now() - started);
    }
  return shortest;
}

/** Measures how long commands take to start, beside the smallest programs that do the same. */
export async function benchStart(addRow: (row: Row) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const built = await finishedLab();
  try {
    await buildPrograms(folder);
    const account = await built.open();
    const repository = `${account.env.LAB_GIT_URL}/${account.env.LAB_REPOSITORY}.git`;
    const setMs = (ms: number) => setLatency(account.practice.exports, ms);
    await setMs(100);
    const planFor = async (name: string, chosen: readonly Step[]) => {
      const file = join(folder, `${name}.json`);
      const plan = await planOf(chosen, account);
      writeFileSync(file, JSON.stringify(plan));
      return [file, repository];
    };
    const program = (name: string) => join(folder, `${name}.mjs`);
    const step5 = steps.filter(({ id }) => id === 'step-5');
    const labSteps = steps.filter(({ name }) => name !== 'cleanup');
    const comparisons: Comparison[] = [
      { what: 'lab --help, against node -e 0', ours: [lab, '--help'], baseline: ['-e', '0'], bound: 1.3 },
      {
        what: 'lab check step-1, against the smallest program that makes one call',
        ours: [lab, 'check', 'step-1'],
        baseline: [program('one-call')],
        bound: 1.3,
      },
      {
        what: 'lab check step-5, against a program that makes the same calls',
        ours: [lab, 'check', 'step-5'],
        baseline: [program('same-calls-step-5'), ...(await planFor('step-5', step5))],
        bound: 1.25,
      },
      {
        what: 'lab check --all, against a program that makes the same calls',
        ours: [lab, 'check', '--all'],
        baseline: [program('same-calls-all'), ...(await planFor('all', labSteps))],
        bound: 1.25,
      },
    ];
    await setMs(0);
    const env = { ...process.env, ...account.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
    for (const { what, ours, baseline, bound } of comparisons) {
      const [mine = 0, theirs = 0] = await shortestTimes([ours, baseline], env);
      const ratio = mine / theirs;
      addRow({
        what,
        measured: `${ratio.toFixed(2)}× (${mine.toFixed(0)} ms : ${theirs.toFixed(0)} ms)`,
        bound: `≤ ${bound}×`,
        holds: ratio <= bound,
      });
    }
  } finally {
    await built.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
