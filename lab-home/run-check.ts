import { type Memo, makeCalls } from '../checker/account/calls.ts';
import { identity } from '../checker/account/sts.ts';
import { recorder } from '../checker/account/tape.ts';
import { check, defaultTimeoutMs } from '../checker/engine/check.ts';
import type { Run } from '../checker/engine/run.ts';
import type { Finding } from '../checker/steps/finding.ts';
import type { Step } from '../checker/steps/index.ts';
import type { Values } from '../terminal/command.ts';
import { type OpenAccount, openAccount } from './account.ts';
import { CliError } from './errors.ts';
import type { Noted } from './evidence.ts';
import { readHand } from './hand.ts';
import { byCommand, handshakeByCommand } from './handshake-fix.ts';
import { demandPinned, refused, targetLine } from './identity.ts';
import { addToRecord, type LabKey, readRecord } from './records.ts';
import { secretsOf } from './secrets.ts';

type Env = Record<string, string | undefined>;

export interface CheckOrder {
  /** Flags: target, settings. */
  values: Values;
  steps: readonly Step[];
  env: Env;
  url?: string;
  timeoutMs?: number;
  /** Keeps all answers, to be judged again. */
  note?: boolean;
  /** Told each finding of the steps as soon as it is certain, as it will stand in the run. */
  onFinding?: (finding: Finding) => void;
}

export interface Checked {
  run: Run;
  /** The first line of every output: which account this is about. */
  line: string;
  /** Something beside the check that went wrong, and took nothing from it. */
  remark?: string;
  /** Where it was asked for: all that this was judged by. */
  noted?: Noted;
}

/**
 * One check of the account that flags, environment and settings mean: target, identity, then everything that
 * the steps ask. Throws CliError for what stops it before it begins: no target, settings, another account than
 * the pinned one, credentials that are refused (unless step 1, which explains them, is among the steps).
 */
export async function runCheck(order: CheckOrder): Promise<Checked> {
  const account = await openAccount(order.values, order.env);
  try {
    return await look(order, account);
  } finally {
    account.clients.destroy();
  }
}

async function look(
  { env, steps, url, timeoutMs = defaultTimeoutMs, note, onFinding }: CheckOrder,
  { target, lab, clients, regions }: OpenAccount,
): Promise<Checked> {
  // Identity first and alone: with the wrong account, nothing else may be called. Its time is the run's, too.
  const memo: Memo = new Map();
  const since = performance.now();
  const noting = note ? recorder() : undefined;
  const tape = noting === undefined ? {} : { tape: noting };
  const first = makeCalls(clients, { memo, signal: AbortSignal.timeout(timeoutMs), ...tape });
  const who = await identity(first);
  if (who.state === 'known') demandPinned(lab, who.value.account);
  const trouble = who.state === 'unknown' ? who.trouble : undefined;
  const explains = steps.some(({ name }) => name === 'credentials') || trouble?.credentials === 'clock';
  if (trouble?.credentials !== undefined && !explains) throw refused(trouble);
  // One listener serves everything there: when nobody listens, there is nothing to judge.
  if (target.kind === 'practice' && trouble?.code === 'ECONNREFUSED')
    throw new CliError(
      `Nobody answers at ${target.endpoint}. The practice account is not running: start it in another terminal (npm run practice), then type here: eval "$(npx lab env)"`,
      3,
    );

  const account = who.state === 'known' ? who.value.account : undefined;
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
  // What else a run is judged by, besides the answers.
  const given = {
    lab,
    regions,
    ...(record === undefined ? {} : { record }),
    ...(url === undefined ? {} : { url }),
    timeoutMs,
  };
  const now = Date.now();
  const worded = (finding: Finding) =>
    target.kind === 'practice' ? byCommand(finding, lab, account ?? '') : finding;
  const run = await check({
    ...{ ...given, clients, steps, memo, since, now, gitUrl: target.gitUrl, ...tape },
    ...(onFinding === undefined ? {} : { onFinding: (finding) => onFinding(worded(finding)) }),
  });
  const remark = key === undefined ? undefined : addToRecord(env, key, run.seen);
  run.calls = [...first.counts(), ...run.calls];
  run.target = {
    kind: target.kind,
    account: account ?? 'unknown',
    region: lab.region,
    endpoint: target.endpoint ?? null,
  };
  if (target.kind === 'practice') handshakeByCommand(run, lab, account ?? '');
  const line = targetLine(target, account ?? 'unknown', lab.region);
  const checked = { run, line, ...(remark === undefined ? {} : { remark }) };
  if (noting === undefined) return checked;
  const recorded = {
    ...given,
    ...readHand(env),
    ...{ time: now, target: run.target, line, steps: steps.map(({ id }) => id) },
    ...{ late: run.late ?? [], calls: run.calls, answers: noting.answers() },
  };
  return { ...checked, noted: { recorded, secrets: await secretsOf(env, target, clients) } };
}
