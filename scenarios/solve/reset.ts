import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KindName, plansText, type TeardownOptions, teardown } from '../../checker/teardown/index.ts';
import { clientsIn } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import { labHome } from '../../lab-home/home.ts';
import { resolveTarget } from '../../lab-home/target.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import { type Io, text, type Values } from '../../terminal/command.ts';
import { typedAccount } from '../../terminal/typed-account.ts';
import { mayChange } from './consent.ts';
import type { Ground } from './ground.ts';
import { solveTo } from './solve.ts';

/** What goes before a step can be done once more: everything that it, or a later step, made or filled. */
function kindsFor(step: number): KindName[] {
  const filled: KindName[] = ['pipeline', 'artifacts', 'artifact-bucket', 'role', 'policy', 'deploy-bucket'];
  return step <= 4 ? [...filled, 'connection'] : filled;
}

/** Deletes; answers the exit code where that did not end well. */
async function sweep(step: number, ground: Ground, values: Values, io: Io): Promise<number> {
  const target = await resolveTarget(values, ground.env);
  const { region, seat } = ground.lab;
  const clients = clientsIn(region, target, { answerTimeoutMs: 30_000 });
  const folder = join(labHome(ground.env), 'reset');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = [target.kind, ground.account, region, ...(seat === undefined ? [] : [seat])].join('-');
  const screen = { width: Math.min(io.width, 100) };
  const digest = text(values, 'confirm');
  const confirm: TeardownOptions['confirm'] =
    digest ?? (io.interactive ? () => typedAccount(ground.account, 'delete this', io) : undefined);
  const progress = progressLines(io);
  try {
    const result = await teardown({
      ...{ clients, lab: ground.lab, accountId: ground.account, only: kindsFor(step) },
      // Of its own: a teardown's journal tells what is to be proven of the whole lab.
      journal: join(folder, `${key}.jsonl`),
      signal: io.signal,
      ...(confirm === undefined ? {} : { confirm }),
      onPlan: (plan) => io.stdout(plansText([plan], plan.go.length > 0 ? plan.digest : undefined, screen)),
      onProgress: progress,
    });
    for (const line of result.differences ?? []) io.stdout(`  ${line}\n`);
    if (result.state === 'unconfirmed')
      io.stdout(
        `\nNothing was deleted. To carry this out, type:\n\n    npx lab reset step-${step} --confirm ${result.plan?.digest}\n`,
      );
    if (result.exit === 3)
      io.stdout(
        '\nNot everything could be deleted, and told to be gone. npm run teardown -- --dry-run says what is there.\n',
      );
    return result.exit;
  } finally {
    clients.destroy();
  }
}

/** The page as step 2 wrote it: what step 8 says there is said again. */
async function turnPageBack({ session, lab, folder }: Ground): Promise<void> {
  const clone = `workspace/${lab.repository.split('/')[1]}`;
  const page = readFileSync(join(folder, clone, 'index.html'), 'utf8');
  if (!page.includes('Version 2:')) return;
  const { exit, stdout, stderr } = await session.run(
    [
      `sed -i.bak 's/Version 2:/Version 1:/' '${clone}/index.html'`,
      `rm -f '${clone}/index.html.bak'`,
      `git -C '${clone}' commit --quiet --all --message 'Say again that it is version 1'`,
      `git -C '${clone}' push --quiet origin HEAD:${lab.branch}`,
    ].join('\n'),
  );
  if (exit !== 0)
    throw new CliError(`The page could not be changed back in ${clone}: ${(stderr || stdout).trim()}`, 1);
}

/**
 * Takes away what a step (its number, 3 to 9) and those after it made, and builds what has to be there before it.
 * Answers the exit code of `lab reset`. Throws CliError.
 */
export async function resetTo(step: number, ground: Ground, values: Values, io: Io): Promise<number> {
  if (step < 9) {
    const exit = await sweep(step, ground, values, io);
    if (exit !== 0) return exit;
    await turnPageBack(ground);
  } else if (!(await mayChange(ground, values, io, 'Building the lab up to step-8'))) {
    io.stdout('Declined: nothing was changed.\n');
    return 1;
  }
  await solveTo(step - 1, ground, values, { line: (line) => io.stdout(`${line}\n`) });
  io.stdout(`\nEverything is as it is before step-${step}.\n`);
  return 0;
}
