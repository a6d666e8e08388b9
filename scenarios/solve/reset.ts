import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  plansText,
  type ResourceTypeName,
  type TeardownOptions,
  teardown,
} from '../../checker/teardown/index.ts';
import { clientsIn } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import { labHome } from '../../lab-home/home.ts';
import { resolveTarget } from '../../lab-home/target.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import { type Io, stringOption, type Values } from '../../terminal/command.ts';
import { confirmByTypingAccount } from '../../terminal/confirm-by-typing.ts';
import { confirmChange } from './confirm-change.ts';
import type { LearnerEnvironment } from './learner-environment.ts';
import { solveTo } from './solve.ts';

/**
 * The resource types to delete before a step (its number) can be done again: all that it or a later step created or
 * filled.
 */
function resourceTypesFor(step: number): ResourceTypeName[] {
  const types: ResourceTypeName[] = [
    'pipeline',
    'artifacts',
    'artifact-bucket',
    'role',
    'policy',
    'deploy-bucket',
  ];
  return step <= 4 ? [...types, 'connection'] : types;
}

/**
 * Deletes what the step and those after it created or filled. Returns the teardown's exit code: 0 when all of it is
 * gone.
 */
async function deleteResources(
  step: number,
  environment: LearnerEnvironment,
  values: Values,
  io: Io,
): Promise<number> {
  const target = await resolveTarget(values, environment.env);
  const { region, seat } = environment.lab;
  const clients = clientsIn(region, target, { answerTimeoutMs: 30_000 });
  const folder = join(labHome(environment.env), 'reset');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = [target.kind, environment.account, region, ...(seat === undefined ? [] : [seat])].join('-');
  const textOptions = { width: Math.min(io.width, 100) };
  const digest = stringOption(values, 'confirm');
  const confirm: TeardownOptions['confirm'] =
    digest ??
    (io.interactive ? () => confirmByTypingAccount(environment.account, 'delete this', io) : undefined);
  const progress = progressLines(io);
  try {
    const result = await teardown({
      ...{ clients, lab: environment.lab, accountId: environment.account, only: resourceTypesFor(step) },
      // Not the journal of `lab teardown`, which records what has to be proven of the whole lab.
      journal: join(folder, `${key}.jsonl`),
      signal: io.signal,
      ...(confirm === undefined ? {} : { confirm }),
      onPlan: (plan) =>
        io.stdout(plansText([plan], plan.toDelete.length > 0 ? plan.digest : undefined, textOptions)),
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

/** Commits and pushes the page as step 2 wrote it, if step 8 has changed it. Throws CliError when a command fails. */
async function revertPage({ session, lab, folder }: LearnerEnvironment): Promise<void> {
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
 * Deletes what a step (its number, 3 to 9) and those after it created, and builds what the step requires. Returns the
 * exit code of `lab reset`. Throws CliError.
 */
export async function resetTo(
  step: number,
  environment: LearnerEnvironment,
  values: Values,
  io: Io,
): Promise<number> {
  if (step < 9) {
    const exit = await deleteResources(step, environment, values, io);
    if (exit !== 0) return exit;
    await revertPage(environment);
  } else if (!(await confirmChange(environment, values, io, 'Building the lab up to step-8'))) {
    io.stdout('Declined: nothing was changed.\n');
    return 1;
  }
  await solveTo(step - 1, environment, values, { line: (line) => io.stdout(`${line}\n`) });
  io.stdout(`\nEverything is as it is before step-${step}.\n`);
  return 0;
}
