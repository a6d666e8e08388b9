import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '../../base/defined.ts';
import { labCommand, npmTeardown } from '../../checker/lab/commands.ts';
import { consoleName, namesOf } from '../../checker/lab/lab.ts';
import {
  journalFile,
  newRun,
  type Plan,
  plan,
  plansText,
  type ResourceTypeName,
  type TeardownOptions,
  type TeardownResult,
  teardown,
} from '../../checker/teardown/index.ts';
import { clientsIn } from '../../lab-home/account.ts';
import { CliError } from '../../lab-home/errors.ts';
import { givenFlags } from '../../lab-home/given-flags.ts';
import { labHome } from '../../lab-home/home.ts';
import { type AccountValues, resolveTarget } from '../../lab-home/target.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import type { Io } from '../../terminal/command.ts';
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
 * What keeps the reset from its end: something with one of the lab's own names about which the user has to decide. A
 * bucket that the pipeline only happens to deploy to is not in the way.
 */
function inTheWay({ kept }: Pick<Plan, 'kept'>, { lab, account }: LearnerEnvironment): boolean {
  const { names: _, ...rest } = lab;
  const all = [namesOf(lab, account), namesOf(rest, account)];
  const own: string[] = [
    ...all.flatMap((names) => [names.pipeline, names.deployBucket, names.artifactBucket]),
    ...all.flatMap((names) => [names.connection, names.role, consoleName(lab.region, names.pipeline)]),
  ];
  return kept.some(({ resource, review }) => review === 'decide' && own.includes(resource.name));
}

/** The options of `lab reset`. */
type ResetValues = AccountValues & { readonly confirm?: string | undefined };

/**
 * Deletes what the step and those after it created or filled. Returns an exit code: 0 when all of it is gone, so that
 * the steps can be done again.
 */
async function deleteResources(
  step: number,
  environment: LearnerEnvironment,
  values: ResetValues,
  io: Io,
): Promise<number> {
  const target = await resolveTarget(values, environment.env);
  const { region, seat } = environment.lab;
  const clients = clientsIn(region, target, { answerTimeoutMs: 30_000 });
  const folder = join(labHome(environment.env), 'reset');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = [target.kind, environment.account, region, ...(seat === undefined ? [] : [seat])].join('-');
  const given = givenFlags(values);
  // A reset is about one region, so the commands of `lab teardown` name it.
  const textOptions = { width: Math.min(io.width, 100), given: { ...given, region } };
  const digest = values.confirm;
  const confirm: TeardownOptions['confirm'] =
    digest ??
    (io.interactive ? () => confirmByTypingAccount(environment.account, 'delete this', io) : undefined);
  const progress = progressLines(io);
  const where = { clients, lab: environment.lab, accountId: environment.account, signal: io.signal };
  const options = {
    ...where,
    only: resourceTypesFor(step),
    onProgress: progress,
    // The steps need only the lab's own names.
    run: newRun({ ...where, isThorough: false }),
    // Not the journal of `lab teardown`, which records what has to be proven of the whole lab.
    journal: join(folder, `${key}.jsonl`),
    answersFrom: journalFile(labHome(environment.env), {
      target: target.kind,
      accountId: environment.account,
      region,
      ...defined({ seat }),
    }),
  };
  try {
    const scannedPlan = await plan(options);
    const { toDelete, digest: planned } = scannedPlan;
    const isBlocked = inTheWay(scannedPlan, environment);
    io.stdout(plansText([scannedPlan], toDelete.length > 0 && !isBlocked ? planned : undefined, textOptions));
    if (isBlocked) {
      io.stdout(
        `\nNothing was deleted: decide first about what may be the lab's, with one of the commands above. Then:\n\n    ${labCommand(`reset step-${step}`, given)}\n`,
      );
      return 3;
    }
    const result = await teardown({
      ...options,
      scannedPlan,
      ...defined({ confirm }),
    });
    for (const line of result.differences ?? []) io.stdout(`  ${line}\n`);
    if (result.state === 'unconfirmed')
      io.stdout(
        `\nNothing was deleted. To carry this out, type:\n\n    ${labCommand(`reset step-${step}`, given, '--confirm', result.plan?.digest ?? '')}\n`,
      );
    if (result.exit !== 3 || isGone(result, environment)) return result.exit === 3 ? 0 : result.exit;
    io.stdout(
      `\nNot everything could be deleted and verified. To see what is left: ${npmTeardown(given, '--dry-run')}\n`,
    );
    return 3;
  } finally {
    clients.destroy();
  }
}

/** Whether all that the steps need to be gone is gone, whatever else the user still has to decide about. */
function isGone({ plan: last, done = [], verification }: TeardownResult, environment: LearnerEnvironment) {
  const now = verification?.plan ?? last;
  return (
    now !== undefined &&
    now.undetermined.length === 0 &&
    (verification === undefined || verification.remaining.length + verification.undetermined.length === 0) &&
    done.every(({ state }) => state === 'deleted' || state === 'gone already') &&
    !inTheWay(now, environment)
  );
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
  values: ResetValues,
  io: Io,
): Promise<number> {
  if (step < 9) {
    const exit = await deleteResources(step, environment, values, io);
    if (exit !== 0) return exit;
    await revertPage(environment);
  } else if (!(await confirmChange(environment, values.confirm, io, 'Building the lab up to step-8'))) {
    io.stdout('Declined: nothing was changed.\n');
    return 1;
  }
  await solveTo(step - 1, environment, values, { line: (line) => io.stdout(`${line}\n`) });
  io.stdout(`\nEverything is as it is before step-${step}.\n`);
  return 0;
}
