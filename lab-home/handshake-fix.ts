import type { Run } from '../checker/engine/run.ts';
import { type Lab, namesOf } from '../checker/lab/lab.ts';
import type { Finding } from '../checker/steps/finding.ts';

/**
 * In a practice account, a command finishes a pending connection; the URL in the usual fix would point to AWS. The
 * judges do not know the target, so this function replaces the fix afterwards.
 */
export function withHandshakeCommand(finding: Finding, lab: Lab, account: string): Finding {
  if (finding.cause !== 'connection-pending') return finding;
  const { connection } = namesOf(lab, account);
  return {
    ...finding,
    fix: `npx lab practice authorize ${connection} (in this practice account it does what a human does in AWS's console)`,
  };
}

/** Replaces the fixes of pending connections in a practice account's run. */
export function useHandshakeCommands(run: Run, lab: Lab, account: string): void {
  for (const step of run.steps)
    step.findings = step.findings.map((one) => withHandshakeCommand(one, lab, account));
}
