import { defined } from '../base/defined.ts';
import { type Memo, makeCalls } from '../checker/account/calls.ts';
import { newRecorder } from '../checker/account/recording.ts';
import { identity } from '../checker/account/sts.ts';
import { check, defaultTimeoutMs } from '../checker/engine/check.ts';
import type { Run } from '../checker/engine/run.ts';
import type { Finding } from '../checker/steps/finding.ts';
import type { Step } from '../checker/steps/index.ts';
import { type OpenAccount, openAccount } from './account.ts';
import { CliError } from './errors.ts';
import type { EvidenceInput } from './evidence.ts';
import { givenFlags } from './given-flags.ts';
import { readHelpRequest } from './help-request.ts';
import { credentialsRejected, requirePinnedAccount, targetLine } from './identity.ts';
import { instructionsFor } from './instructions.ts';
import { addToRecord, type LabKey, readRecord } from './records.ts';
import { secretsOf } from './secrets.ts';
import type { AccountValues } from './target.ts';

type Env = Record<string, string | undefined>;

export interface CheckOptions {
  /** The flags for the target and the settings. */
  values: AccountValues;
  steps: readonly Step[];
  env: Env;
  url?: string;
  timeoutMs?: number;
  /** Records all answers, so that they can be judged again. */
  recordEvidence?: boolean;
  /** Called with each finding as soon as it is final; the run will contain it unchanged. */
  onFinding?: (finding: Finding) => void;
}

export interface CheckResult {
  run: Run;
  /** The first line of every output, which names the account. */
  line: string;
  /** A problem that did not affect the check's result. */
  remark?: string;
  /** Set with `recordEvidence`: everything that the run was judged by. */
  evidenceInput?: EvidenceInput;
}

/**
 * Checks the account that flags, environment and settings select: target, identity, then what the steps need. Throws
 * CliError before the check if there is no target, a setting is invalid, the account is not the pinned one, or the
 * credentials are rejected. Step 1 explains rejected credentials, so a check with step 1 continues.
 */
export async function runCheck(options: CheckOptions): Promise<CheckResult> {
  const account = await openAccount(options.values, options.env);
  try {
    return await checkAccount(options, account);
  } finally {
    account.clients.destroy();
  }
}

async function checkAccount(
  { values, env, steps, url, timeoutMs = defaultTimeoutMs, recordEvidence, onFinding }: CheckOptions,
  { target, lab, clients, regions }: OpenAccount,
): Promise<CheckResult> {
  // Read the identity first and alone: no other call may reach the wrong account. Its time counts toward the run's.
  const memo: Memo = new Map();
  const startedAt = performance.now();
  const runRecording = recordEvidence ? newRecorder() : undefined;
  const recordingOptions = defined({ recorder: runRecording });
  const first = makeCalls(clients, { memo, signal: AbortSignal.timeout(timeoutMs), ...recordingOptions });
  const caller = await identity(first);
  if (caller.state === 'known') requirePinnedAccount(lab, caller.value.account);
  const callError = caller.state === 'unknown' ? caller.error : undefined;
  const explainsCredentials =
    steps.some(({ name }) => name === 'credentials') || callError?.credentials === 'clock';
  if (callError?.credentials !== undefined && !explainsCredentials) throw credentialsRejected(callError);
  // One server handles all of a practice account's services, so without it there is nothing to judge.
  if (target.kind === 'practice' && callError?.code === 'ECONNREFUSED')
    throw new CliError(
      `Nobody answers at ${target.endpoint}. The practice account is not running: start it in another terminal (npm run practice), then type here: eval "$(npx lab env)"`,
      3,
    );

  const account = caller.state === 'known' ? caller.value.account : undefined;
  const key: LabKey | undefined =
    account === undefined
      ? undefined
      : {
          target: target.kind,
          accountId: account,
          region: lab.region,
          ...(lab.seat ? { seat: lab.seat } : {}),
        };
  const record = key === undefined ? undefined : readRecord(env, key);
  // The inputs of the judgement besides the answers.
  const inputs = {
    lab,
    regions,
    ...defined({ record, url }),
    timeoutMs,
  };
  const now = Date.now();
  const run = await check({
    ...inputs,
    clients,
    steps,
    memo,
    since: startedAt,
    now,
    gitUrl: target.gitUrl,
    ...recordingOptions,
    given: givenFlags(values),
    instructions: instructionsFor(target.kind),
    ...defined({ onFinding }),
  });
  const remark = key === undefined ? undefined : addToRecord(env, key, run.seen);
  run.calls = [...first.counts(), ...run.calls];
  run.target = {
    kind: target.kind,
    account: account ?? 'unknown',
    region: lab.region,
    endpoint: target.endpoint ?? null,
  };
  const line = targetLine(target, account ?? 'unknown', lab.region);
  const result = { run, line, ...defined({ remark }) };
  if (runRecording === undefined) return result;
  const recorded = {
    ...inputs,
    ...readHelpRequest(env),
    time: now,
    target: run.target,
    line,
    steps: steps.map(({ id }) => id),
    late: run.late ?? [],
    calls: run.calls,
    answers: runRecording.recordedCalls(),
  };
  return { ...result, evidenceInput: { recorded, secrets: await secretsOf(env, target, clients) } };
}
