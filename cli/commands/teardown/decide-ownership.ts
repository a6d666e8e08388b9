import { type GivenFlags, labCommand } from '../../../checker/lab/commands.ts';
import {
  type AdoptionQuestion,
  adopt,
  labelOf,
  notMine,
  type OwnershipAnswer,
} from '../../../checker/teardown/index.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { givenFlags } from '../../../lab-home/given-flags.ts';
import type { AccountValues } from '../../../lab-home/target.ts';
import { withTeardownSession } from '../../../lab-home/teardown-session.ts';
import type { Io } from '../../../terminal/command.ts';
import { confirmByTyping } from '../../../terminal/confirm-by-typing.ts';
import { escapeLine } from '../../../terminal/escape-control.ts';

/** What the user says of a resource. */
export interface OwnershipDecision {
  flag: 'adopt' | 'not-mine';
  arn: string;
}

/** The options of `lab teardown`, as far as they are about a decision. */
type DecisionValues = AccountValues & {
  readonly [K in 'adopt' | 'not-mine' | 'confirm']: string | undefined;
} & { readonly 'dry-run': boolean; readonly resume: boolean; readonly reporter: string };

const arnPattern = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/;

/** The decision that the flags contain; undefined without one. Throws CliError. */
export function decisionOf(values: DecisionValues): OwnershipDecision | undefined {
  const given = (['adopt', 'not-mine'] as const).filter((flag) => values[flag] !== undefined);
  const [flag] = given;
  if (flag === undefined) return undefined;
  if (given.length > 1) throw new CliError('--adopt and --not-mine contradict each other: give one of them.');
  if (values['dry-run'] || values.resume)
    throw new CliError(`--${flag} deletes nothing: leave out ${values.resume ? '--resume' : '--dry-run'}.`);
  if (values.reporter !== 'human') throw new CliError(`--${flag} has no --reporter.`);
  if (flag === 'not-mine' && values.confirm !== undefined)
    throw new CliError('--not-mine needs no --confirm: it deletes nothing.');
  const arn = values[flag] ?? '';
  if (!arnPattern.test(arn))
    throw new CliError(
      `--${flag} ${arn}: expected an ARN, as the teardown prints it. Type: ${labCommand('teardown', givenFlags(values), '--dry-run')}`,
    );
  return { flag, arn };
}

/** What the user agrees to, one line each. */
function questionText({ resource, why, contents, users }: AdoptionQuestion): string {
  const lines = [
    labelOf(resource),
    `  It stays now: ${why}.`,
    "  If you make it the lab's, the next teardown deletes it.",
  ];
  const { entries = 0, keys = [] } = contents?.unexplained ?? {};
  if (entries > 0) {
    const what = entries === 1 ? '1 object version' : `${entries.toLocaleString('en')} object versions`;
    lines.push(`  The next teardown also deletes ${what} in it that the lab did not put there:`);
    lines.push(...keys.map((key) => `    ${JSON.stringify(key)}`));
    if (entries > keys.length) lines.push('    and more versions or keys');
  }
  if (users.length > 0) lines.push(`  It is deleted although it is used by ${users.join(', ')}.`);
  return `\n${lines.map(escapeLine).join('\n')}\n`;
}

interface Outcome {
  text: string;
  exit: number;
}

/** The outcome. The commands to type next repeat the flags that were given. */
function outcomeOf(answer: OwnershipAnswer, { flag, arn }: OwnershipDecision, given: GivenFlags): Outcome {
  const command = (...args: string[]) => labCommand('teardown', given, ...args);
  switch (answer.state) {
    case 'written':
      return {
        exit: 0,
        text:
          flag === 'adopt'
            ? `\n${escapeLine(labelOf(answer.resource))} is the lab's now. Nothing was deleted yet. To delete it:\n\n    ${command()}\n`
            : `\n${escapeLine(labelOf(answer.resource))} stays, because you said that it is not the lab's.\nNo teardown deletes it, and step 9 passes while it is there. To take this back:\n\n    ${command('--adopt', arn)}\n`,
      };
    case 'refused':
    case 'not listed':
      return { exit: answer.exit, text: `\n${escapeLine(answer.why)}\nNothing was changed.\n` };
    case 'declined':
      return { exit: 1, text: '\nDeclined: nothing was changed.\n' };
    default: {
      const reason =
        answer.state === 'changed'
          ? 'This is not what that ID confirms. Nothing was changed.'
          : 'Nothing was changed.';
      return {
        exit: answer.state === 'changed' ? 1 : 2,
        text: `${questionText(answer.question)}\n${reason} To make it the lab's, type:\n\n    ${command('--adopt', arn, '--confirm', answer.question.id)}\n`,
      };
    }
  }
}

/** Writes down whether a resource is the lab's, in the region whose teardown lists it. Returns the exit code. */
export async function decide(
  decision: OwnershipDecision,
  values: DecisionValues,
  id: string | undefined,
  io: Io,
): Promise<number> {
  return withTeardownSession(values, io.env, async ({ line, findRegions }) => {
    io.stdout(`${line}\n`);
    const { teardownInput } = await findRegions(
      { signal: io.signal },
      values.region === undefined ? undefined : 'primary region',
    );
    const ask = async (question: AdoptionQuestion) => {
      io.stdout(questionText(question));
      // A name with a line break is typed as it is printed.
      const name = escapeLine(question.resource.name).trim();
      return confirmByTyping(name, `Type its name (${name}) to make it the lab's:`, io);
    };
    const confirm = id ?? (io.interactive ? ask : undefined);
    let answer: OwnershipAnswer | undefined;
    for (const region of teardownInput.regions) {
      const current =
        decision.flag === 'adopt'
          ? await adopt(region, decision.arn, confirm)
          : await notMine(region, decision.arn);
      if (current.state !== 'not listed') {
        answer = current;
        break;
      }
      // A region that could not be read to its end may be the one that has it.
      if (answer?.state !== 'not listed' || current.exit > answer.exit) answer = current;
    }
    if (answer === undefined) throw new Error('a lab has at least one region');
    const { text, exit } = outcomeOf(answer, decision, givenFlags(values));
    io.stdout(text);
    return exit;
  });
}
