import { defined } from '../../base/defined.ts';
import { labCommand } from '../../checker/lab/commands.ts';
import {
  json,
  labelsOf,
  type Plan,
  type ProgressEvent,
  plansText,
  resultsText,
  teardownRegions,
} from '../../checker/teardown/index.ts';
import { CliError } from '../../lab-home/errors.ts';
import { givenFlags } from '../../lab-home/given-flags.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import { progressLines } from '../../lab-home/teardown-progress.ts';
import { withTeardownSession } from '../../lab-home/teardown-session.ts';
import type { Io } from '../../terminal/command.ts';
import { confirmByTypingAccount } from '../../terminal/confirm-by-typing.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { flag, text } from '../../terminal/options.ts';
import { isPromptEnded } from '../../terminal/prompt.ts';
import { defineCommand } from '../framework/command.ts';
import { reporterOption } from './reporter-option.ts';
import { decide, decisionOf } from './teardown/decide-ownership.ts';

const options = {
  'dry-run': flag('print what would go, what stays and why; delete nothing'),
  confirm: text({
    value: 'DIGEST',
    help: 'carry out the plan that has this digest, without asking',
  }),
  resume: flag('go on with a confirmed teardown that was stopped, within a day of its confirmation'),
  adopt: text({
    value: 'ARN',
    help: 'say of something listed as "may be the lab\'s" that it is: the next teardown deletes it. You type its name, or give the ID as --confirm',
  }),
  'not-mine': text({ value: 'ARN', help: 'say that it is not: it stays, and counts as settled' }),
  ...reporterOption,
  ...settingOptions,
  region: text({
    value: 'REGION',
    help: "only this region; otherwise every region that the lab was used in, by what was written down here and by the account's buckets",
  }),
  ...targetOptions,
};

type TeardownValues = ValuesOf<typeof options>;

function digestOf(values: TeardownValues): string | undefined {
  const digest = values.confirm;
  if (digest !== undefined && !/^[0-9a-f]{16}$/.test(digest))
    throw new CliError(
      `--confirm ${digest}: expected the 16 characters that stand behind "Digest of this plan". Type: ${labCommand('teardown', givenFlags(values), '--dry-run')}`,
    );
  if (digest !== undefined && values['dry-run'])
    throw new CliError('--dry-run deletes nothing and --confirm does: give one of them.');
  return digest;
}

/**
 * With `npm run teardown --dry-run`, npm keeps the flag, because its own `--` is missing. That must not delete
 * anything.
 */
const isDryRun = (values: TeardownValues, io: Io) =>
  values['dry-run'] || io.env.npm_config_dry_run === 'true';

async function run(values: TeardownValues, io: Io): Promise<number> {
  const human = values.reporter === 'human';
  const digest = digestOf(values);
  const decision = decisionOf(values);
  try {
    if (decision !== undefined) return await decide(decision, values, digest, io);
    return await withTeardownSession(
      values,
      io.env,
      async ({ target, accountId, line, primaryLab, findRegions }) => {
        if (human) io.stdout(`${line}\n`);
        let printedPlans: readonly Plan[] = [];
        const label: ReturnType<typeof labelsOf> = (resource) => labelsOf(printedPlans)(resource);
        const resume = labCommand('teardown', givenFlags(values), '--resume');
        const progress = human ? progressLines(io, { label, resume }) : undefined;
        const each = {
          signal: io.signal,
          dryRun: isDryRun(values, io),
          resume: values.resume,
          ...(progress === undefined ? {} : { onProgress: (event: ProgressEvent) => progress(event) }),
        };
        // `--region` limits the teardown to that region.
        const { labs, teardownInput: input } = await findRegions(
          each,
          values.region === undefined ? undefined : 'primary region',
        );
        const textOptions = { width: Math.min(io.width, 100), given: givenFlags(values) };
        const confirmByTyping = (plans: readonly Plan[]) =>
          confirmByTypingAccount(accountId, plans.length > 1 ? 'delete all this' : 'delete this', io);
        const answer = digest ?? (human && io.interactive ? confirmByTyping : undefined);
        const result = await teardownRegions({
          ...input,
          ...defined({ confirm: answer }),
          onPlans: (plans, all) => {
            printedPlans = plans;
            if (human) io.stdout(plansText(plans, all, textOptions));
          },
        });
        const { kind, endpoint } = target;
        const about = { kind, account: accountId, ...(endpoint ? { endpoint } : {}) };
        const targets = labs.map((lab) => ({ lab, target: { ...about, region: lab.region } }));
        io.stdout(human ? resultsText(result, primaryLab, textOptions) : json(result, targets));
        return result.exit;
      },
    );
  } catch (error) {
    // Ctrl-C at the prompt.
    if (isPromptEnded(error)) {
      const what = decision === undefined ? 'deleted' : 'changed';
      io.stdout(`\nStopped at the question: nothing was ${what}.\n`);
      return 130;
    }
    throw error;
  }
}

export const command = defineCommand({
  name: 'teardown',
  description: 'Removes all that the lab made, nothing else, and proves it.',
  usage: [
    'lab teardown [--dry-run] [--confirm DIGEST] [--resume] [options]',
    'lab teardown --adopt ARN [--confirm ID]',
    'lab teardown --not-mine ARN',
  ],
  options,
  notes: [
    "In a terminal you are shown the plan, and type the account's number to have it carried out. Without a terminal nothing is deleted unless --confirm gives the plan's digest. If the account is not as it was when the plan was printed, nothing is deleted either.",
    "A resource is deleted only if two independent facts show that it is the lab's, nothing else uses it, and the lab put everything into it that it contains. Pipelines of all regions count as users.",
  ],
  exitCodes: {
    0: 'seen to be gone, or nothing to delete, or a dry run',
    1: 'declined, or the account has changed',
    2: 'not confirmed',
    3: "something was denied, could not be read, or may be the lab's and is not decided",
    130: 'stopped with Ctrl-C',
  },
  examples: [
    'npm run teardown',
    'npm run teardown -- --dry-run',
    'npm run teardown -- --confirm 3f2a9c01b4d7e588',
    'npm run teardown -- --resume',
    'npx lab teardown --adopt arn:aws:iam::123456789012:role/some-role',
  ],
  run: (values, _positionals, io) => run(values, io),
});
