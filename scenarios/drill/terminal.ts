import { openSession, type Session } from '../../labs/runner/session.ts';
import type { Broken } from '../fault.ts';
import type { Stage } from '../stage.ts';

/** A terminal in which the fault's own commands were typed. */
export async function terminal(stage: Stage, { terminal: typed = [], url }: Broken): Promise<Session> {
  const session = openSession({
    env: { ...stage.practice.exports, ...(url === undefined ? {} : { PAGE_URL: url }) },
    cwd: stage.folder,
    insteadOf: stage.practice.exports.LAB_GIT_URL ?? '',
    pathPrepend: stage.aws.pathPrepend,
  });
  if (typed.length > 0) await session.run(typed.join('\n'));
  return session;
}
