import { ownSequence } from '../../terminal/output.ts';
import type { Run, StepResult } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';

/** How a workflow command begins. */
const start = ownSequence('::');

// GitHub's workflow commands: data escapes %, CR and LF; a property escapes : and , as well.
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const commands: Record<Exclude<Verdict, 'pass'>, string> = {
  fail: 'error',
  waiting: 'notice',
  unknown: 'warning',
};

function annotation({ id, name }: StepResult, finding: Finding): string[] {
  const { verdict, title, found, fix, link } = finding;
  if (verdict === 'pass') return [];
  const text = [found, ...(fix === '' ? [] : [`to do: ${fix}`]), `more: ${link}`].join('\n');
  return [`${start}${commands[verdict]} title=${property(`${id} ${name}: ${title}`)}::${data(text)}`];
}

/**
 * A run for a workflow's log. First comes `text`, the report for people, with workflow commands disabled, because an
 * account's own text can look like one. Then comes one annotation for each finding that did not pass. `pause` is the
 * token that enables commands again; it must be random, so that the text cannot contain it.
 */
export function github(run: Run, text: string, pause: string): string {
  const annotations = run.steps.flatMap((step) =>
    step.findings.flatMap((finding) => annotation(step, finding)),
  );
  return `${[`${start}stop-commands::${pause}`, text.trimEnd(), `${start}${pause}::`, ...annotations].join(
    '\n',
  )}\n`;
}
