import { setMaxListeners } from 'node:events';
import { defined } from '../../base/defined.ts';
import { type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import { startDeadline } from '../account/deadline.ts';
import type { Fact } from '../account/fact.ts';
import type { RateLimiter } from '../account/rate-limiter.ts';
import { type CallRecorder, passThrough } from '../account/recording.ts';
import { openRemote } from '../account/sources/git.ts';
import { recordedRemote } from '../account/sources/recorded-remote.ts';
import type { FactName, FactValues } from '../facts/facts.ts';
import { makeFacts } from '../facts/facts.ts';
import type { LabRecord, RegionSettings } from '../facts/values.ts';
import type { GivenFlags } from '../lab/commands.ts';
import type { Lab } from '../lab/lab.ts';
import type { JudgeInputs } from '../steps/check.ts';
import { type Finding, worst } from '../steps/finding.ts';
import { steps as allSteps, type Step } from '../steps/index.ts';
import { defaultInstructions, type Instructions } from '../steps/instructions.ts';
import { type FactLoader, isLate, newFactLoader } from './fact-loader.ts';
import { findingStream } from './finding-stream.ts';
import { factsOf, judgeStep } from './judge.ts';
import type { BrokenPrerequisite, Run, StepResult } from './run.ts';

export interface CheckRequest {
  lab: Lab;
  clients: Clients;
  steps: readonly Step[];
  /**
   * Whether to look for what of the lab is there. Without it, only if other steps than the first are checked: step 1
   * judges credentials, which may not allow more than one call.
   */
  findsLive?: boolean;
  /** The presigned URL that the learner passes with `--url`. */
  url?: string;
  /** Base URL of the git host. It can contain credentials. */
  gitUrl?: string;
  /** Opens the repository. Defaults to `openRemote`, which runs git. */
  remoteOf?: typeof openRemote;
  /** The regions that the tools on this machine are set to. Defaults to the clients' region. */
  regions?: RegionSettings;
  /** The lab's resources that earlier runs saw. */
  record?: LabRecord;
  /** The flags that the user gave, for the commands that are printed. */
  given?: GivenFlags;
  /** Replaces the instructions for a learner with an AWS account. */
  instructions?: Partial<Instructions>;
  /** After this many milliseconds the run judges the facts that are known; the others are unknown. */
  timeoutMs?: number;
  /** When the timeout began, if before this call: a value of `performance.now()`. */
  since?: number;
  /** Ends the run early. Facts that are not loaded by then are unknown. */
  signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  now?: number;
  /** Answers to share with other runs, such as those of a class's seats in one account. */
  memo?: Memo;
  /** Records the answers, or replays recorded ones. Defaults to `passThrough`. */
  recorder?: CallRecorder;
  /** Limits the rate of calls when several seats of a class share one account. */
  rateLimiter?: RateLimiter;
  /** Set when recorded answers are judged again: the facts that timed out in that run. They stay unknown. */
  late?: readonly string[];
  /** Called with each finding as soon as it is final: in the order of the answers, not of the checks. */
  onFinding?: (finding: Finding) => void;
}

/** The time limit of a run in milliseconds, when the request sets none. */
export const defaultTimeoutMs = 60_000;

/** Returns the end states of earlier steps that this step requires and that fail or wait. */
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

/** Collects the lab's resources that this run saw, for the record. */
function recordFrom({ snapshot }: FactLoader): LabRecord {
  const pipeline = valueIn(snapshot, 'pipeline');
  const names = valueIn(snapshot, 'names');
  const bucket = valueIn(snapshot, 'bucket');
  const connection = valueIn(snapshot, 'connections')?.items.find(({ name }) => name === names?.connection);
  const attached = valueIn(snapshot, 'rolePolicies')?.filter(
    ({ arn }) => arn !== undefined && !arn.includes(':iam::aws:'),
  );
  // Leftovers that step 9 finds are recorded too: after their deletion, only the record shows that they existed.
  const left = (kind: string) =>
    valueIn(snapshot, 'leftovers')?.items.find((item) => item.kind === kind && item.state === 'deletable')
      ?.name;
  const [pipelineLeft, bucketLeft, roleLeft] = [left('pipeline'), left('deploy-bucket'), left('role')];
  return {
    ...defined({ pipeline: pipelineLeft, bucket: bucketLeft, roleName: roleLeft }),
    ...defined({ bucket: bucket?.name, connectionArn: connection?.arn }),
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
 * Reads an account and judges these steps. The learner's command, watch mode, the class board and CI all run this
 * function. Rejects only for a bug in the kit; errors of AWS or of the network appear in the findings.
 */
export async function check(request: CheckRequest): Promise<Run> {
  const { lab, clients, steps, timeoutMs = defaultTimeoutMs, url } = request;
  const elapsedMs = request.since === undefined ? 0 : performance.now() - request.since;
  // Judging recorded answers makes no call, so it needs no time limit.
  const remainingMs = request.late === undefined ? Math.max(0, Math.ceil(timeoutMs - elapsedMs)) : undefined;
  const { signal, clear } = startDeadline(remainingMs, request.signal);
  // Every call in flight adds a listener, and Node warns when a signal has more than ten.
  setMaxListeners(0, signal);
  const { recorder = passThrough, memo, rateLimiter } = request;
  const calls = makeCalls(clients, {
    signal,
    recorder,
    ...defined({ memo, rateLimiter }),
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
  const given = defined({ given: request.given });
  const inputs: JudgeInputs = {
    lab,
    now: request.now ?? Date.now(),
    instructions: { ...defaultInstructions, ...request.instructions },
    ...given,
    ...defined({ url }),
  };
  const emitFindings =
    request.onFinding === undefined ? () => {} : findingStream(steps, inputs, request.onFinding);
  const loader = newFactLoader(get, {
    signal,
    timeoutMs,
    cameLate: request.late ?? [],
    onFact: emitFindings,
  });
  try {
    const live = request.findsLive ?? steps.some(({ name }) => name !== 'credentials');
    await loader.load(['identity', ...(live ? (['live'] as const) : []), ...steps.flatMap(factsOf)]);
    emitFindings(loader.snapshot, true);
    const results = steps.map((step) => judgeStep(step, loader.snapshot, inputs));
    for (const [at, step] of steps.entries()) {
      const result = results[at];
      if (result === undefined || result.verdict === 'pass' || step.prerequisites.length === 0) continue;
      const broken = await brokenPrerequisites(step, results, loader, inputs);
      if (broken.length > 0) result.broken = broken;
    }
    return { ...runOf(results, loader, [...calls.counts(), ...(remote?.counts() ?? [])]), ...given };
  } finally {
    clear();
    await remote?.close();
  }
}

function runOf(results: StepResult[], loader: FactLoader, calls: Run['calls']): Run {
  const identityFact = loader.snapshot.get('identity');
  const identity = valueIn(loader.snapshot, 'identity');
  const live = valueIn(loader.snapshot, 'live');
  const leftovers = valueIn(loader.snapshot, 'leftovers');
  const credentialErrors = [identityFact, ...loader.snapshot.values()].flatMap((fact) =>
    fact?.state === 'unknown' && fact.error.credentials !== undefined ? [fact.error.credentials] : [],
  );
  // A clock that is off is a finding of step 1, not a problem with the credentials.
  const credentials = credentialErrors.find((kind) => kind !== 'clock');
  return {
    schemaVersion: 1,
    verdict: worst(results.map(({ verdict }) => verdict)),
    steps: results,
    calls,
    ...defined({ credentials }),
    ...(identity === undefined ? {} : { identity: { account: identity.account, arn: identity.arn } }),
    ...defined({ live, leftovers }),
    seen: recordFrom(loader),
    late: [...loader.snapshot].filter(([, fact]) => isLate(fact)).map(([name]) => name),
  };
}
