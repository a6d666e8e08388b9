import { outputOf } from '../../checker/account/run-program.ts';
import { factsOf } from '../../checker/engine/judge.ts';
import { longestCallChain } from '../../checker/facts/facts.ts';
import { type Step, steps } from '../../checker/steps/index.ts';
import { probeAwsCli } from '../../lab-home/installed-aws-cli.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { proxyTo } from '../support/proxy.ts';
import { inKit } from './root.ts';
import { setLatency } from './server.ts';
import { median, type Row } from './table.ts';

const entry = inKit('dist', 'lab.js');
const latency = 100;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** The median of `count` runs, in milliseconds, after one that does not count. */
async function medianOf(count: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let at = 0; at < count; at++) times.push(await timed(work));
  return median(times);
}

/** The facts of step 5 without the kit: one call of the AWS CLI after another. */
const script = `set -e
ACCOUNT="$(aws sts get-caller-identity --query Account --output text)"
P="$(aws codepipeline get-pipeline --name "$PIPELINE" --output json)"
aws codepipeline get-pipeline-state --name "$PIPELINE" > /dev/null
ROLE="$(printf '%s' "$P" | sed -n 's|.*role/\\([^"]*\\)".*|\\1|p' | head -1)"
aws codeconnections list-connections > /dev/null
aws iam get-role --role-name "$ROLE" > /dev/null
for NAME in $(aws iam list-role-policies --role-name "$ROLE" --query PolicyNames --output text); do
  aws iam get-role-policy --role-name "$ROLE" --policy-name "$NAME" > /dev/null
done
aws iam list-attached-role-policies --role-name "$ROLE" > /dev/null
aws s3api list-buckets > /dev/null
test -n "$ACCOUNT"
`;

async function benchProcess(lab: LabAccount, addRow: (row: Row) => void): Promise<void> {
  const bare = await medianOf(7, () => outputOf(process.execPath, ['-e', '0'], { env: process.env }));
  const env = { ...lab.env, HTTPS_PROXY: 'http://127.0.0.1:9' };
  const ours = await medianOf(7, () => outputOf(process.execPath, [entry, 'check', 'step-5'], { env }));
  const ratio = ours / bare;
  addRow({
    what: 'lab check step-5, against node -e 0',
    measured: `${ratio.toFixed(1)}× (${ours.toFixed(0)} ms : ${bare.toFixed(0)} ms)`,
    bound: '≤ 4×',
    holds: ratio <= 4,
  });
  const cli = await probeAwsCli(process.env);
  if ('reason' in cli) return addRow({ what: 'lab check step-5, against the AWS CLI', measured: cli.reason });
  const shell = { env: { ...env, AWS_PAGER: '', PIPELINE: lab.names.pipeline } };
  const theirs = await medianOf(3, () => outputOf('bash', ['-c', script], shell));
  addRow({
    what: `the same facts by ${cli.version}, against lab check step-5`,
    measured: `${(theirs / ours).toFixed(1)}× (${theirs.toFixed(0)} ms : ${ours.toFixed(0)} ms)`,
    bound: '≥ 8×',
    holds: theirs >= 8 * ours,
  });
}

const setLabLatency = ({ practice }: LabAccount, ms: number) => setLatency(practice.exports, ms);

/** The most calls that the steps make one after another, as their facts declare. */
const longestChain = (chosen: readonly Step[]) =>
  Math.max(longestCallChain('live'), ...chosen.flatMap(factsOf).map((name) => longestCallChain(name)));

async function benchLatency(lab: LabAccount, addRow: (row: Row) => void): Promise<void> {
  const labSteps = steps.filter(({ name }) => name !== 'cleanup');
  const checkSteps = (chosen: readonly Step[]) => () => runCheck({ values: {}, steps: chosen, env: lab.env });
  const baseline: number[] = [];
  for (const step of labSteps) baseline.push(await medianOf(3, checkSteps([step])));
  await setLabLatency(lab, latency);
  const times: number[] = [];
  for (const [at, step] of labSteps.entries()) {
    const time = await medianOf(3, checkSteps([step]));
    times.push(time);
    const extra = time - (baseline[at] ?? 0);
    const bound = (longestChain([step]) + 1) * latency;
    addRow({
      what: `${step.id} with ${latency} ms a call, over its time without (chain of ${longestChain([step])})`,
      measured: `${extra.toFixed(0)} ms`,
      bound: `≤ ${bound} ms`,
      holds: extra <= bound,
    });
  }
  const all = await medianOf(3, checkSteps(labSteps));
  const slowest = Math.max(...times);
  addRow({
    what: '--all with that latency, against its slowest step',
    measured: `${(all / slowest).toFixed(1)}× (${all.toFixed(0)} ms : ${slowest.toFixed(0)} ms)`,
    bound: '≤ 2×',
    holds: all <= 2 * slowest,
  });
  await setLabLatency(lab, 0);
}

async function benchRepeatedCalls(lab: LabAccount, addRow: (row: Row) => void): Promise<void> {
  const proxy = await proxyTo(lab.practice.endpoint, () => 'pass');
  const env = { ...lab.env, AWS_ENDPOINT_URL: proxy.endpoint };
  await runCheck({ values: {}, steps: steps.filter(({ name }) => name !== 'cleanup'), env });
  await proxy.close();
  const calls = proxy.calls.map(({ method, url, headers, body }) =>
    [method, url, headers['x-amz-target'] ?? '', body.toString()].join(' '),
  );
  const repeated = calls.length - new Set(calls).size;
  addRow({
    what: `calls made twice, of ${calls.length} that --all makes`,
    measured: String(repeated),
    bound: '0',
    holds: repeated === 0,
  });
}

/** Measures the checker: as a process, with a slow account, and by its repeated calls. */
export async function benchChecker(addRow: (row: Row) => void): Promise<void> {
  const built = await finishedLab();
  try {
    const lab = await built.open();
    await benchProcess(lab, addRow);
    await benchLatency(lab, addRow);
    await benchRepeatedCalls(lab, addRow);
  } finally {
    await built.close();
  }
}
