import { defined } from '../../base/defined.ts';
import { openShellSession, type ShellSession } from '../../labs/runner/shell-session.ts';
import type { AppliedFault } from '../fault.ts';
import type { Sandbox } from '../sandbox.ts';

/** Opens a shell session and runs the fault's own terminal commands in it. */
export async function openDrillShell(
  sandbox: Sandbox,
  { terminal: commands = [], url }: AppliedFault,
): Promise<ShellSession> {
  const session = openShellSession({
    env: { ...sandbox.practice.exports, ...defined({ PAGE_URL: url }) },
    cwd: sandbox.folder,
    insteadOf: sandbox.practice.exports.LAB_GIT_URL ?? '',
    pathPrepend: sandbox.aws.pathPrepend,
  });
  if (commands.length > 0) await session.run(commands.join('\n'));
  return session;
}
