import type { Fact } from '../facts/fact.ts';
import type { ActionRun, Execution, FactValues, StageState } from '../facts/values.ts';
import { cannotTell, fail, type Judgement, waiting } from './finding.ts';
import { list, moment, quote, short, span } from './words.ts';

export interface Place {
  pipeline: string;
  region: string;
  /** The bucket that the lab deploys to. */
  bucket?: string;
  /** Milliseconds since the epoch. */
  now: number;
}

const consoleOf = ({ pipeline, region }: Place) =>
  `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}/view?region=${region}`;

/** Starts an execution of what the branch has now. */
export function release({ pipeline, region }: Place): string {
  return `aws codepipeline start-pipeline-execution --name ${quote(pipeline)} --region ${region}`;
}

/** How to approve: by console, and by command with the token's lookup. */
export function approve(place: Place, stage: string, action: string): string {
  const { pipeline, region } = place;
  const query = `stageStates[?stageName=='${stage}'].actionStates[] | [?actionName=='${action}'].latestExecution.token | [0]`;
  return `Look at the change, then approve it at ${consoleOf(place)}, or: TOKEN="$(aws codepipeline get-pipeline-state --name ${quote(pipeline)} --region ${region} --query "${query}" --output text)" && aws codepipeline put-approval-result --pipeline-name ${quote(pipeline)} --stage-name ${quote(stage)} --action-name ${quote(action)} --region ${region} --result summary=Reviewed,status=Approved --token "$TOKEN"`;
}

const inProgress = (run: ActionRun) => run.status === 'InProgress';

/** An execution that is still on its way: what it waits for. */
function underway(
  expected: string,
  execution: Execution,
  runs: ActionRun[],
  states: Fact<StageState[]>,
  place: Place,
  overtaken: Execution | undefined,
): Judgement {
  const at = `execution ${short(execution.id)}`;
  const run = runs.find(inProgress);
  if (run?.category === 'Approval') {
    return waiting(
      expected,
      `${at} waits for your approval since ${moment(run.started)} (${span(place.now - run.started)})`,
      approve(place, run.stage, run.action),
      'approval-pending',
    );
  }
  if (run !== undefined) {
    return waiting(
      expected,
      `${at}: ${run.stage} has been running for ${span(place.now - run.started)}`,
      'Wait a moment, then check again.',
    );
  }
  if (states.state === 'unknown') return cannotTell(expected, states.trouble);
  const stages = states.state === 'known' ? states.value : [];
  const before = stages.find(({ inbound }) => inbound === execution.id);
  if (before !== undefined && !before.enabled) {
    return fail(
      expected,
      `${at} is held: the transition into ${before.name} is disabled`,
      `aws codepipeline enable-stage-transition --pipeline-name ${quote(place.pipeline)} --stage-name ${quote(before.name)} --transition-type Inbound --region ${place.region}`,
      'transition-disabled',
    );
  }
  if (before !== undefined) {
    const ahead = before.execution === undefined ? '' : `, held by execution ${short(before.execution)}`;
    const gate = before.actions.find(({ token }) => token !== undefined);
    return waiting(
      expected,
      `${at} waits before stage ${before.name}${ahead}${overtaken === undefined ? '' : `; it overtook execution ${short(overtaken.id)}, which goes no further`}`,
      gate === undefined ? 'Wait a moment, then check again.' : approve(place, before.name, gate.name),
      overtaken === undefined ? undefined : 'execution-superseded',
    );
  }
  return waiting(
    expected,
    `${at} is on its way since ${moment(execution.started)}`,
    'Wait a moment, then check again.',
  );
}

/** An execution that failed: at which action, and in whose words. */
function failed(expected: string, execution: Execution, runs: ActionRun[], place: Place): Judgement {
  const at = `execution ${short(execution.id)}`;
  const run = runs.filter(({ status }) => status === 'Failed').sort((a, b) => b.updated - a.updated)[0];
  const words = run?.errorMessage ?? run?.summary ?? execution.statusSummary ?? 'no reason is given';
  if (run?.category === 'Approval') {
    const expired = /timed? ?out|expired/i.test(words) || run.by === undefined;
    return fail(
      expected,
      expired
        ? `the approval of ${at} ran out at ${moment(run.updated)}`
        : `${at} was rejected by ${run.by ?? ''} at ${moment(run.updated)}${run.summary ? `: "${run.summary}"` : ''}`,
      `Release the change again, and approve it: ${release(place)}`,
      expired ? 'approval-expired' : 'approval-rejected',
    );
  }
  const denied =
    run?.errorCode === 'PermissionError' ||
    /not have sufficient permissions|AccessDenied|not authorized/i.test(words);
  const fix = `${denied ? 'npm run check step-5 names what the role lacks' : 'npm run check step-5 looks at the settings'}; once it is mended: ${release(place)}`;
  if (run?.category === 'Deploy') {
    return fail(
      expected,
      `${at}: the deploy action failed: ${words}`,
      fix,
      denied ? 'deploy-denied' : 'deploy-failed',
    );
  }
  return fail(
    expected,
    `${at}: ${run === undefined ? 'it failed' : `${run.action} failed`}: ${words}`,
    fix,
    'source-failed',
  );
}

/** An execution that came to its end, and was no approved deployment of the lab. */
function succeeded(expected: string, execution: Execution, runs: ActionRun[], place: Place): Judgement {
  const at = `execution ${short(execution.id)}`;
  const deploys = runs.filter(({ category, status }) => category === 'Deploy' && status === 'Succeeded');
  const buckets = deploys.map(({ configuration }) => configuration.BucketName ?? '(none)');
  if (place.bucket !== undefined && !buckets.includes(place.bucket)) {
    return fail(
      expected,
      `${at} succeeded, but deployed ${buckets.length === 0 ? 'nothing' : `to ${list(buckets)}`}, not to ${place.bucket}`,
      `npm run check step-5 tells what to change in the deploy action; once it is mended: ${release(place)}`,
      'deploy-bucket-other',
    );
  }
  return fail(
    expected,
    `${at} succeeded without an approval before its deploy action`,
    `With the approval stage in place (npm run check step-5), release the change and approve it: ${release(place)}`,
    'deployed-unapproved',
  );
}

/**
 * A failure that rests on what was not among the executions that were read: where the list is longer than what
 * was read of it, it cannot be told.
 */
export function withinBound(judgement: Judgement, read: Fact<FactValues['historyRead']>): Judgement {
  if (judgement.verdict !== 'fail' || read.state !== 'known' || read.value.complete) return judgement;
  const { executions, runs } = read.value;
  return {
    ...judgement,
    verdict: 'unknown',
    found: `${judgement.found}; only the newest ${executions} executions and ${runs} action runs were read, and there are more`,
  };
}

/** Why this execution, of all of these (the newest first), is not (yet) the approved deployment that is looked for. */
export function progress(
  expected: string,
  execution: Execution,
  runs: ActionRun[],
  states: Fact<StageState[]>,
  place: Place,
  executions: readonly Execution[] = [],
): Judgement {
  const own = runs.filter((run) => run.execution === execution.id);
  const at = `execution ${short(execution.id)}`;
  const before = executions[executions.indexOf(execution) + 1];
  switch (execution.status) {
    case 'InProgress':
    case 'Stopping':
      return underway(
        expected,
        execution,
        own,
        states,
        place,
        before?.status === 'Superseded' ? before : undefined,
      );
    case 'Failed':
      return failed(expected, execution, own, place);
    case 'Superseded':
      return fail(
        expected,
        `${at} was overtaken by a newer one while it waited`,
        `Approve the newest one when it waits; if none does: ${release(place)}`,
        'execution-superseded',
      );
    case 'Stopped':
    case 'Cancelled':
      return fail(expected, `${at} was stopped`, release(place), 'execution-stopped');
    default:
      return succeeded(expected, execution, own, place);
  }
}
