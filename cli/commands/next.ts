import { basename } from 'node:path';
import { defined } from '../../base/defined.ts';
import { exitCode } from '../../checker/engine/exit-code.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { LiveResource } from '../../checker/facts/values.ts';
import { labCommand, npmTeardown } from '../../checker/lab/commands.ts';
import type { LastTeardown, ResourceTypeName } from '../../checker/lab/lab-record.ts';
import { liveDocument, liveLine } from '../../checker/report/live.ts';
import { judgeLeftovers } from '../../checker/steps/cleanup.ts';
import type { Verdict } from '../../checker/steps/finding.ts';
import { formatTime } from '../../checker/steps/format.ts';
import { steps } from '../../checker/steps/index.ts';
import { isClean, isLeft, keptRemark, named } from '../../checker/steps/leftovers.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import type { StepPage } from '../../labs/reader/page.ts';
import { readSteps } from '../../scenarios/course.ts';
import { escapeLine } from '../../terminal/escape-control.ts';
import { defineCommand } from '../framework/command.ts';
import { reporterOption } from './reporter-option.ts';

/** How far the learner is: the steps that are done, the first one that is not, and the minutes left. */
interface Progress {
  done: readonly Run['steps'][number]['id'][];
  /** Undefined when all steps are done. */
  at?: Run['steps'][number];
  minutesLeft: number;
}

function progressOf(run: Run, pages: readonly StepPage[]): Progress {
  const first = run.steps.findIndex(({ verdict }) => verdict !== 'pass');
  const at = run.steps[first];
  const done = run.steps.slice(0, first === -1 ? undefined : first).map(({ id }) => id);
  const minutesLeft = pages.reduce(
    (sum, { id, minutes }) => sum + (done.some((one) => one === id) ? 0 : minutes),
    0,
  );
  return { done, minutesLeft, ...defined({ at }) };
}

/** The finding that blocks the step: the first failed one, else the first waiting one, else the first unknown one. */
function blockingFinding({ findings }: Run['steps'][number]) {
  for (const verdict of ['fail', 'waiting', 'unknown'] as const) {
    const found = findings.find((finding) => finding.verdict === verdict);
    if (found !== undefined) return found;
  }
  return undefined;
}

function progressText(run: Run, line: string, pages: readonly StepPage[]): string {
  const { done, at, minutesLeft } = progressOf(run, pages);
  const lines = [line, ''];
  for (const { id, name, title, verdict } of run.steps) {
    const mark = verdict === 'pass' ? '✓' : id === at?.id ? '→' : '·';
    // A later step can pass before an earlier one does. It counts as done only when all steps before it pass.
    const remark = verdict === 'pass' && !done.includes(id) ? '  (holds already)' : '';
    lines.push(`  ${mark} ${id} ${name.padEnd(13)} ${title}${remark}`);
  }
  lines.push('', ...(teardownLines(run, at, pages) ?? nextActionLines(run, at, pages, minutesLeft)));
  const live = liveLine(run);
  if (live !== undefined) lines.push('', live);
  const more = leftoverLines(run);
  if (more.length > 0) lines.push('', ...more);
  return `${lines.map(escapeLine).join('\n')}\n`;
}

const liveKinds: Partial<Record<ResourceTypeName, LiveResource['kind']>> = {
  pipeline: 'pipeline',
  role: 'role',
  connection: 'connection',
  'deploy-bucket': 'bucket',
  'artifact-bucket': 'bucket',
};

/** What a cleanup would have to look at beyond what the line about live resources names. */
function notYetNamed({ leftovers, live, given }: Run) {
  if (leftovers === undefined) return { left: [], notRead: [] };
  const liveNames = (live?.resources ?? []).map(({ kind, name }) => `${kind} ${name}`);
  const items = leftovers.items.filter(({ kind, name }) => !liveNames.includes(`${liveKinds[kind]} ${name}`));
  const judgements = judgeLeftovers({ ...leftovers, items }, given);
  const ofVerdict = (wanted: Verdict) => judgements.filter(({ verdict }) => verdict === wanted);
  return {
    left: ofVerdict('fail').map(({ check, found, fix = '' }) => ({ check, found, fix })),
    // One failed call often leaves several kinds unknown.
    notRead: [...new Map(ofVerdict('unknown').map(({ found, fix = '' }) => [found, fix]))].map(
      ([found, fix]) => ({ found, fix }),
    ),
  };
}

function leftoverLines(run: Run): string[] {
  const { left, notRead } = notYetNamed(run);
  return [
    ...left.map(({ found, fix }) => ({ head: `also in the account: ${found}`, fix })),
    ...notRead.map(({ found, fix }) => ({ head: `what else is in the account: ${found}`, fix })),
  ].flatMap(({ head, fix }) => [head, ...(fix === '' ? [] : [`  ${fix}`])]);
}

const pageOf = (page: StepPage | undefined) =>
  page === undefined ? 'labs/steps' : `labs/steps/${basename(page.file)}`;

/** The last teardown, if the learner is still at it: it is unfinished, or it was proven and the lab is still gone. */
function currentTeardown({ leftovers }: Run): LastTeardown | undefined {
  const last = leftovers?.lastTeardown;
  if (leftovers === undefined || last === undefined) return undefined;
  return last.state === 'unfinished' || isClean(leftovers) ? last : undefined;
}

/** What to do about the last teardown, in place of the next step; undefined where there is nothing to do about it. */
function teardownLines(run: Run, at: Progress['at'], pages: readonly StepPage[]): string[] | undefined {
  const last = currentTeardown(run);
  if (last === undefined || run.leftovers === undefined) return undefined;
  const { items } = run.leftovers;
  const left = items.filter(isLeft);
  const kept = keptRemark(items);
  const time = formatTime(Date.parse(last.at));
  const page = at === undefined ? undefined : pages.find(({ id }) => id === at.id);
  const again = page === undefined ? [] : [`To build the lab again: read ${pageOf(page)}`];
  if (last.state === 'proven')
    return [
      `The lab is finished and removed: proven by the teardown at ${time}.`,
      ...(kept === '' ? [] : [`  ${kept}`]),
      ...again,
    ];
  const given = run.given ?? {};
  const isToDecide = left.length > 0 && left.every(({ state }) => state === 'undecided');
  return [
    `The teardown that was confirmed at ${time} is not finished.`,
    ...(left.length > 0 ? [`  left: ${named(left)}`] : []),
    ...(isClean(run.leftovers) ? ['  Nothing of the lab was seen, but that is not proven yet.'] : []),
    ...(isToDecide
      ? ["It may be the lab's. See why, and decide:", `  ${npmTeardown(given, '--dry-run')}`, 'Then go on:']
      : ['To go on with it:']),
    `  ${labCommand('teardown', given, '--resume')}`,
    ...again,
  ];
}

function nextActionLines(
  run: Run,
  at: Progress['at'],
  pages: readonly StepPage[],
  minutesLeft: number,
): string[] {
  const last = pages.at(-1);
  if (at === undefined)
    return [
      `All ${run.steps.length} steps are done. What is left is the cleanup, ${last?.minutes ?? 10} minutes:`,
      `  ${npmTeardown(run.given ?? {})}`,
      `or by hand: ${pageOf(last)}`,
    ];
  const page = pages.find(({ id }) => id === at.id);
  const blocking = blockingFinding(at);
  const head = `Now: ${at.id} ${at.name}, about ${page?.minutes ?? 10} minutes; ${minutesLeft} to the end of the lab.`;
  if (blocking === undefined) return [head, `  read ${pageOf(page)}`];
  return [
    head,
    `  ${blocking.title}: ${blocking.found}`,
    ...(blocking.fix === '' ? [] : [`  ${blocking.fix}`]),
    `  read ${blocking.link}`,
    `  then npm run check ${at.id}`,
  ];
}

function progressJson(run: Run, pages: readonly StepPage[]): string {
  const { done, at, minutesLeft } = progressOf(run, pages);
  const blocking = at === undefined ? undefined : blockingFinding(at);
  const { left, notRead } = notYetNamed(run);
  const teardown = currentTeardown(run);
  const document = {
    schemaVersion: 1,
    target: run.target,
    done,
    ...defined({ step: at?.id, name: at?.name, verdict: at?.verdict, finding: blocking }),
    minutesLeft,
    ...defined({ teardown }),
    ...(run.live === undefined ? {} : { live: liveDocument(run.live) }),
    alsoInTheAccount: left,
    notRead,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

export const command = defineCommand({
  name: 'next',
  description:
    'Shows where you are: what is done, what to type now, how long the rest takes, and what of the lab is live. It only reads.',
  options: { ...reporterOption, ...settingOptions, ...targetOptions },
  exitCodes: {
    0: 'shown',
    2: 'usage or settings',
    3: 'the account could not be read',
    4: 'no usable credentials',
  },
  examples: ['npx lab next'],
  async run(values, _positionals, io) {
    const pages = readSteps();
    const { run: whole, line, remark } = await runCheck({ values, env: io.env, steps });
    // Step 9 is not on the way: it finds what else a cleanup would delete.
    const run = { ...whole, steps: whole.steps.filter(({ name }) => name !== 'cleanup') };
    io.stdout(values.reporter === 'json' ? progressJson(run, pages) : progressText(run, line, pages));
    if (remark !== undefined) io.stderr(`${remark}\n`);
    const { at } = progressOf(run, pages);
    const code = exitCode({ ...run, verdict: at?.verdict ?? 'pass' });
    // The command reported where the learner is, even if that step does not pass.
    return code === 1 ? 0 : code;
  },
});
