import { defined } from '../base/defined.ts';
import { outputOf } from '../checker/account/run-program.ts';
import type { Run } from '../checker/engine/run.ts';
import { findStep } from '../checker/steps/index.ts';
import { runCheck } from '../lab-home/run-check.ts';
import { loadLab } from '../lab-home/settings.ts';
import { applyFault } from './fault.ts';
import type { LabAccount } from './finished-lab/lab-account.ts';

type Env = Record<string, string>;

/** Runs the commands in a new bash that starts with `env`, and returns its environment variables afterwards. */
async function environmentAfter(env: Env, commands: readonly string[]): Promise<Env> {
  if (commands.length === 0) return env;
  const script = [...commands, 'env -0'].join('\n');
  const identity = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' };
  const stdout = await outputOf('bash', ['--noprofile', '--norc', '-e', '-c', script], {
    env: { ...env, ...identity, ...committer },
  });
  return Object.fromEntries(
    stdout
      .split('\0')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/**
 * A lab with a fault in it: the terminal's variables, the step whose check shows the fault, and the URL for step 7.
 */
export interface BrokenLab {
  env: Env;
  step: number;
  url?: string;
}

/** Injects a fault through the practice account's admin route, then runs the commands that it needs in a terminal. */
export async function breakLab(lab: LabAccount, id: string): Promise<BrokenLab> {
  const { terminal = [], url, step } = await applyFault(lab.env, loadLab({}, lab.env), id);
  const env = await environmentAfter(lab.env, terminal);
  return { env, step, ...defined({ url }) };
}

/** Runs the check of a step as `lab check` would run it in this terminal. */
export async function checkStep({ env, step, url }: BrokenLab): Promise<Run> {
  const steps = [findStep(String(step))].filter((one) => one !== undefined);
  const { run } = await runCheck({ values: {}, steps, env, ...defined({ url }) });
  return run;
}

/** The causes of a run's failed and waiting findings, each once. A finding without a cause is listed by its check. */
export function causesOf(run: Run): string[] {
  const findings = run.steps
    .flatMap((step) => step.findings)
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'waiting');
  return [...new Set(findings.map(({ cause, check }) => cause ?? `${check} without a cause`))];
}
