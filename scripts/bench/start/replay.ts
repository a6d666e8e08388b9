import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlannedCall } from './plan.ts';

const run = promisify(execFile);

/** How a program makes the calls of one service. */
export type Send = (operation: string, input: never) => Promise<unknown>;
export type Senders = Readonly<Record<string, Send>>;

/** The git processes of a check: the branches, then one fetch, out of which commits and files are read. */
export function gitSender(repository: string): Send {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]) => run('git', args, { cwd: folder });
  let fetched: Promise<unknown> | undefined;
  return async (operation) => {
    if (operation === 'branches') return git('ls-remote', '--heads', repository);
    fetched ??= git('init', '--quiet', '--bare').then(() =>
      git('fetch', '--quiet', '--depth', '50', repository, 'main:main'),
    );
    await fetched;
    return operation === 'blob' ? git('show', 'main:index.html') : git('log', '--format=%H %ct', 'main');
  };
}

/** Makes the planned calls round by round: a round's calls at the same time. */
export async function replay(senders: Senders): Promise<void> {
  const plan: PlannedCall[][] = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
  let made = 0;
  for (const round of plan)
    await Promise.all(
      round.map(async ({ service, operation, input }) => {
        const send = senders[service];
        if (send === undefined) throw new Error(`This program makes no calls of ${service}.`);
        await send(operation, input as never);
        made++;
      }),
    );
  process.stdout.write(`${made} calls\n`);
}
