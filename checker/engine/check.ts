import { setMaxListeners } from 'node:events';
import { type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import { startDeadline } from '../account/deadline.ts';
import type { Fact } from '../account/fact.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import { type CallRecorder, passThrough } from '../account/recording.ts';
import { openRemote } from '../account/sources/git.ts';
import { recordedRemote } from '../account/sources/recorded-remote.ts';
import { makeFacts } from '../facts/facts.ts';
import type { FactName, FactValues, LabRecord, RegionSettings } from '../facts/values.ts';
import type { Lab } from '../lab/lab.ts';
import type { JudgeInputs } from '../steps/check.ts';
import { type Finding, worst } from '../steps/finding.ts';
import { steps as allSteps, type Step } from '../steps/index.ts';
import { type FactLoader, isLate, newFactLoader } from './fact-loader.ts';
import { findingStream } from './finding-stream.ts';
import { factsOf, judgeStep } from './judge.ts';
import type { BrokenPrerequisite, Run, StepResult } from './run.ts';

export interface CheckRequest {
  lab: Lab;
  clients: Clients;
  steps: readonly Step[];
  /** A presigned URL that the learner asks about. */
  url?: string;
  /** Base of the git host; credentials may be in it. */
  gitUrl?: string;
  /** How a repository is reached, where it is not by git itself. */
  remoteOf?: typeof openRemote;
  /** The regions that the tools around are set to. */
  regions?: RegionSettings;
  /** What earlier runs saw of the lab. */
  record?: LabRecord;
  /** After this long what is known is judged, and the rest is unknown. */
  timeoutMs?: number;
  /** When that time began, where it began before: milliseconds as `performance.now` has them. */
  since?: number;
  /** Ends the run before its time: what is not known by then is unknown. */
  signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  now?: number;
  /** Answers to share with other runs: a class's seats in one account. */
  memo?: Memo;
  /** Where the answers are noted, or come from. */
  recorder?: CallRecorder;
  /** Where calls wait for their turn: a class's seats in one account. */
  rateLimiter?: RateLimiter;
  /** Facts that came too late in the run whose answers are judged again: this time nothing is waited for. */
  late?: readonly string[];
  /** Told each finding of the steps as soon as it is certain; in the order of the answers, not of the checks. */
  onFinding?: (finding: Finding) => void;
}

/** How long a run takes at most, unless told otherwise. */
export const defaultTimeoutMs = 60_000;

/** Names the end states of earlier steps that a step rests on, and that do not hold. */
async function brokenPrerequisites(
  step: Step,
  results: StepResult[],
  { load, snapshot }: FactLoader,
  inputs: JudgeInputs,
): Promise<BrokenPrerequisite[]> {
  const earlier = allSteps.filter(({ name }) => step.prerequisites.includes(name));
  await load(earlier.flatMap(factsOf));
  return earlier.flatMap((before) => {
    const { id, name, findings } =
      results.find((result) => result.id === before.id) ?? judgeStep(before, snapshot, inputs);
    return findings
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'waiting')
      .map(({ check, verdict, title, found }) => ({ step: id, name, check, verdict, title, found }));
  });
}

function valueIn<K extends FactName>(
  snapshot: ReadonlyMap<FactName, Fact<unknown>>,
  name: K,
): FactValues[K] | undefined {
  const fact = snapshot.get(name);
  return fact?.state === 'known' ? (fact.value as FactValues[K]) : undefined;
}

/** What of the lab this run saw, for the record. */
function recordFrom({ snapshot }: FactLoader): LabRecord {
  const pipeline = valueIn(snapshot, 'pipeline');
  const names = valueIn(snapshot, 'names');
  const bucket = valueIn(snapshot, 'bucket');
  const connection = valueIn(snapshot, 'connections')?.items.find(({ name }) => name === names?.connection);
  const attached = valueIn(snapshot, 'rolePolicies')?.filter(
    ({ arn }) => arn !== undefined && !arn.includes(':iam::aws:'),
  );
  // What step 9 finds left is seen as well: once it is gone, only the record knows that it was.
  const [pipelineLeft, bucketLeft] = [valueIn(snapshot, 'pipelineLeft'), valueIn(snapshot, 'bucketLeft')];
  const roleLeft = valueIn(snapshot, 'roleLeft');
  return {
    ...(pipelineLeft === undefined ? {} : { pipeline: pipelineLeft }),
    ...(bucketLeft === undefined ? {} : { bucket: bucketLeft }),
    ...(roleLeft === undefined ? {} : { roleName: roleLeft }),
    ...(bucket === undefined ? {} : { bucket: bucket.name }),
    ...(connection === undefined ? {} : { connectionArn: connection.arn }),
    ...(pipeline === undefined
      ? {}
      : {
          pipeline: pipeline.name,
          artifactBucket: pipeline.artifactBucket,
          roleName: pipeline.roleArn.split('/').at(-1) ?? '',
        }),
    ...(attached === undefined || attached.length === 0
      ? {}
      : { policyArns: attached.map(({ arn = '' }) => arn) }),
  };
}

/**
 * Looks at an account and says what is true of these steps. The one check that learner, watch mode, board and
 * CI run. Rejects only for a fault of the kit; whatever AWS or the network says is in the findings.
 */
export async function check(request: CheckRequest): Promise<Run> {
  const { lab, clients, steps, timeoutMs = defaultTimeoutMs, url } = request;
  const elapsedMs = request.since === undefined ? 0 : performance.now() - request.since;
  // What is judged again waits for nothing.
  const remainingMs = request.late === undefined ? Math.max(0, Math.ceil(timeoutMs - elapsedMs)) : undefined;
  const { signal, clear } = startDeadline(remainingMs, request.signal);
  // Every call in flight listens to it.
  setMaxListeners(0, signal);
  const { recorder = passThrough, memo, rateLimiter } = request;
  const calls = makeCalls(clients, {
    ...{ signal, recorder },
    ...(memo === undefined ? {} : { memo }),
    ...(rateLimiter === undefined ? {} : { rateLimiter }),
  });
  const remote =
    lab.repository === undefined
      ? undefined
      : recordedRemote(
          (request.remoteOf ?? openRemote)(request.gitUrl ?? 'https://github.com', lab.repository, {
            signal,
          }),
          recorder,
        );
  const regions = request.regions ?? { AWS_REGION: clients.region };
  const get = makeFacts({ lab, calls, remote, regions, record: request.record, url });
  const inputs: JudgeInputs = { lab, now: request.now ?? Date.now(), ...(url === undefined ? {} : { url }) };
  const emitFindings =
    request.onFinding === undefined ? () => {} : findingStream(steps, inputs, request.onFinding);
  const loader = newFactLoader(get, {
    signal,
    timeoutMs,
    cameLate: request.late ?? [],
    onFact: emitFindings,
  });
  try {
    await loader.load(['identity', 'live', ...steps.flatMap(factsOf)]);
    emitFindings(loader.snapshot, true);
    const results = steps.map((step) => judgeStep(step, loader.snapshot, inputs));
    for (const [at, step] of steps.entries()) {
      const result = results[at];
      if (result === undefined || result.verdict === 'pass' || step.prerequisites.length === 0) continue;
      const broken = await brokenPrerequisites(step, results, loader, inputs);
      if (broken.length > 0) result.broken = broken;
    }
    return runOf(results, loader, [...calls.counts(), ...(remote?.counts() ?? [])]);
  } finally {
    clear();
    await remote?.close();
  }
}

function runOf(results: StepResult[], loader: FactLoader, calls: Run['calls']): Run {
  const identityFact = loader.snapshot.get('identity');
  const identity = valueIn(loader.snapshot, 'identity');
  const live = valueIn(loader.snapshot, 'live');
  const credentialErrors = [identityFact, ...loader.snapshot.values()].flatMap((fact) =>
    fact?.state === 'unknown' && fact.error.credentials !== undefined ? [fact.error.credentials] : [],
  );
  // A clock that is off is a finding of step 1, not a fault of the credentials.
  const credentials = credentialErrors.find((kind) => kind !== 'clock');
  return {
    schemaVersion: 1,
    verdict: worst(results.map(({ verdict }) => verdict)),
    steps: results,
    calls,
    ...(credentials === undefined ? {} : { credentials }),
    ...(identity === undefined ? {} : { identity: { account: identity.account, arn: identity.arn } }),
    ...(live === undefined ? {} : { live }),
    seen: recordFrom(loader),
    late: [...loader.snapshot].filter(([, fact]) => isLate(fact)).map(([name]) => name),
  };
}
