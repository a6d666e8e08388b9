import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Run } from '../checker/engine/run.ts';
import { findStep } from '../checker/steps/index.ts';
import { runCheck } from '../lab-home/run-check.ts';
import { loadLab } from '../lab-home/settings.ts';
import { applyFault } from './fault.ts';
import type { LabAccount } from './finished-lab.ts';

type Env = Record<string, string>;

/** The environment of a terminal in which these commands were typed, and no other before. */
async function environmentAfter(env: Env, commands: readonly string[]): Promise<Env> {
  if (commands.length === 0) return env;
  const script = [...commands, 'env -0'].join('\n');
  const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const { stdout } = await promisify(execFile)('bash', ['--noprofile', '--norc', '-e', '-c', script], {
    env: { ...env, ...identity, ...committer },
  });
  return Object.fromEntries(
    stdout
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** A lab that was broken: what the terminal is like now, and what step 7 is to be asked about. */
export interface BrokenLab {
  env: Env;
  step: number;
  url?: string;
}

/** Brings a fault about through the account's own door, and types what has to be typed. */
export async function breakLab(lab: LabAccount, id: string): Promise<BrokenLab> {
  const { terminal = [], url, step } = await applyFault(lab.env, loadLab({}, lab.env), id);
  const env = await environmentAfter(lab.env, terminal);
  return { env, step, ...(url === undefined ? {} : { url }) };
}

/** The check of a step, as `lab check` runs it in this terminal. */
export async function checkStep({ env, step, url }: BrokenLab): Promise<Run> {
  const steps = [findStep(String(step))].filter((one) => one !== undefined);
  const { run } = await runCheck({ values: {}, steps, env, ...(url === undefined ? {} : { url }) });
  return run;
}

/** The causes that a run names, each once; what it could not tell has none. */
export function causesOf(run: Run): string[] {
  const findings = run.steps
    .flatMap((step) => step.findings)
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'waiting');
  return [...new Set(findings.map(({ cause, check }) => cause ?? `${check} without a cause`))];
}
