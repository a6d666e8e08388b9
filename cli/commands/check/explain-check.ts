import { actionsOfRead } from '../../../checker/account/operations/all.ts';
import type { ReadName } from '../../../checker/account/operations/services.ts';
import type { FactCall } from '../../../checker/facts/declare.ts';
import { facts, longestCallChain, withDependencies } from '../../../checker/facts/facts.ts';
import { stepPage } from '../../../checker/lab/lab.ts';
import { anchorOf, type Check } from '../../../checker/steps/check.ts';
import { steps as allSteps, type Step } from '../../../checker/steps/index.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { readCausePages } from '../../../scenarios/course.ts';
import { didYouMean } from '../../../terminal/did-you-mean.ts';
import { wrap } from '../../../terminal/wrap.ts';

/** The steps and their checks, as `--list` prints them. */
export function listChecks(): string {
  return allSteps
    .map(({ id, name, title, checks }) =>
      [`${id} ${name}  ${title}`, ...checks.map((check) => `  ${check.id.padEnd(26)} ${check.title}`)].join(
        '\n',
      ),
    )
    .join('\n\n')
    .concat('\n');
}

function checkNamed(id: string): { step: Step; check: Check } {
  for (const step of allSteps)
    for (const check of step.checks) if (check.id === id.trim().toLowerCase()) return { step, check };
  const ids = allSteps.flatMap(({ checks }) => checks.map((check) => check.id));
  const suggestion = didYouMean(id, ids);
  throw new CliError(
    `--explain ${id}: there is no such check.${suggestion ? ` Did you mean ${suggestion}?` : ''} All of them: npm run check -- --list`,
  );
}

/** A paragraph to the right of a label, wrapped. */
function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, width - 12).map((line, at) => `  ${(at === 0 ? label : '').padEnd(10)}${line}`);
}

const isOfGit = (call: FactCall): call is Exclude<FactCall, ReadName> => call.startsWith('git ');

/** A call, and the IAM actions that it requires, one on each line. A long action begins further to the left. */
function callLines(call: FactCall, width: number): string[] {
  const actions = isOfGit(call) ? ['the git host, not AWS'] : actionsOfRead(call);
  const lines = actions.length === 0 ? ['needs no permission'] : actions;
  return lines.flatMap((one, at) => {
    const first = `      ${at === 0 ? call : ''}`;
    const column = Math.min(43, width - one.length);
    return first.length < column ? [`${first.padEnd(column)}${one}`] : [first, one.padStart(width)];
  });
}

const factRoles = [
  ['required', 'has to be there, or there is nothing to judge'],
  ['optional', 'may be missing: that is part of what is judged'],
  ['raw', 'may be unknown as well: the check says what that means'],
  ['context', 'only tells more where it does not pass'],
] as const;

function factLines(check: Check, width: number): string[] {
  const roleLines = factRoles.flatMap(([kind, words]) =>
    check[kind].flatMap((name) => [
      ...wrap(`${name}: ${facts[name].description}`, width - 4).map((line, at) =>
        at === 0 ? `    ${line}` : `      ${line}`,
      ),
      ...(kind === 'required' ? [] : [`      (${words})`]),
      ...facts[name].calls.flatMap((call) => callLines(call, width)),
    ]),
  );
  const directFacts: readonly string[] = check.facts;
  const indirectFacts = withDependencies(check.facts).filter((name) => !directFacts.includes(name));
  if (indirectFacts.length === 0) return roleLines;
  const calls = new Set(indirectFacts.flatMap((name) => facts[name].calls));
  return [
    ...roleLines,
    ...wrap(`found through: ${indirectFacts.join(', ')}`, width - 4).map((line) => `    ${line}`),
    ...[...calls].flatMap((call) => callLines(call, width)),
  ];
}

/** What a check reads, why, and which IAM actions that needs. Throws CliError for an unknown check. */
export function explainCheck(id: string, width: number): string {
  const { step, check } = checkNamed(id);
  const causes = readCausePages().filter((cause) => cause.check === check.id);
  const chain = Math.max(0, ...check.facts.map(longestCallChain));
  const bound = check.facts.some((name) => facts[name].growsWithAccount) ? 'at least' : 'at most';
  return [
    `${check.id}  ${check.title}`,
    `  a check of ${step.id} ${step.name}: ${step.title}`,
    '',
    ...labelled('why', check.why, width),
    ...(check.after.length === 0
      ? []
      : labelled('listed', `only when these passed: ${check.after.join(', ')}`, width)),
    ...labelled('more', `${stepPage(step.name)}#${anchorOf(check.id)}`, width),
    ...labelled('calls', `${bound} ${chain} to AWS, one after another; none of them writes`, width),
    '',
    '  it looks at',
    ...factLines(check, width),
    ...(causes.length === 0
      ? []
      : [
          '',
          '  known causes, each with a page in labs/causes/',
          ...causes.flatMap(({ id, title }) =>
            wrap(title, width - 31).map((line, at) => `    ${(at === 0 ? id : '').padEnd(26)} ${line}`),
          ),
        ]),
    '',
  ].join('\n');
}
