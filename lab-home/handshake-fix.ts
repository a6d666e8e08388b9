import type { Run } from '../checker/engine/run.ts';
import { type Lab, namesOf } from '../checker/lab/lab.ts';
import type { Finding } from '../checker/steps/finding.ts';

/**
 * Here, and only here, a pending connection is finished with a command, and the console's address would lead to
 * AWS. The judging does not know of it.
 */
export function byCommand(finding: Finding, lab: Lab, account: string): Finding {
  if (finding.cause !== 'connection-pending') return finding;
  const { connection } = namesOf(lab, account);
  return {
    ...finding,
    fix: `npx lab practice authorize ${connection} (in this practice account it does what a human does in AWS's console)`,
  };
}

/** A practice account's run, with its handshakes finished by command. */
export function useHandshakeCommands(run: Run, lab: Lab, account: string): void {
  for (const step of run.steps) step.findings = step.findings.map((one) => byCommand(one, lab, account));
}
