import { defined } from '../../base/defined.ts';
import { type CallError, denialOf } from '../facts/fact.ts';
import type { CauseId } from './causes.ts';

/** From best to worst. `waiting` can pass in time, by itself or after a named human action. */
export const verdicts = ['pass', 'waiting', 'unknown', 'fail'] as const;

export type Verdict = (typeof verdicts)[number];

export function worst(all: readonly Verdict[]): Verdict {
  return all.reduce((a, b) => (verdicts.indexOf(b) > verdicts.indexOf(a) ? b : a), 'pass');
}

/** What one check reports about one account. */
export interface Finding {
  check: string;
  verdict: Verdict;
  title: string;
  expected: string;
  found: string;
  /** Why it matters. */
  why: string;
  /** What to type or click next, with the learner's own values; empty for a pass. */
  fix: string;
  /** The paragraph of the lab: a page and an anchor. */
  link: string;
  /** The id of the known cause. */
  cause?: string;
  /** The chain of evidence from commit to object, one link per line. */
  proof?: string[];
}

/** What a judge returns; `findingOf` adds the rest. */
export interface Judgement {
  verdict: Verdict;
  expected: string;
  found: string;
  fix?: string;
  cause?: CauseId;
  proof?: string[];
}

export const pass = (expected: string, found: string): Judgement => ({ verdict: 'pass', expected, found });

export function fail(expected: string, found: string, fix: string, cause?: CauseId): Judgement {
  return { verdict: 'fail', expected, found, fix, ...defined({ cause }) };
}

export function waiting(expected: string, found: string, fix: string, cause?: CauseId): Judgement {
  return { verdict: 'waiting', expected, found, fix, ...defined({ cause }) };
}

const causePhrases: Record<CallError['cause'], string> = {
  denied: 'was denied',
  throttled: 'was throttled',
  network: 'could not be reached',
  timeout: 'did not answer in time',
  credentials: 'refused the credentials',
  evidence: 'is not in the evidence',
  other: 'answered an error',
};

/** Describes a call error in one line. */
export function errorText(callError: CallError): string {
  const { service, operation, cause, code, message } = callError;
  const denial = denialOf(callError);
  const needed =
    denial?.state === 'not allowed' && denial.actions.length > 0
      ? ` (needs ${denial.actions.join(' or ')})`
      : '';
  return `${service} ${operation} ${causePhrases[cause]}${needed}: ${code}${message && message !== code ? `, ${message}` : ''}`;
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const errorFixes: Record<CallError['cause'], (callError: CallError) => string> = {
  denied: (callError) => {
    const { actions, service } = callError;
    const denial = denialOf(callError);
    if (denial?.state === 'denied by')
      return `${sentence(denial.policy)} denies ${actions.join(' or ') || 'it'}: look for ${denial.lookFor}, or ask whoever looks after the account.`;
    return actions.length > 0
      ? `Ask whoever looks after the account to allow ${actions.join(' or ')}; npx lab policy prints all that the checker reads.`
      : `See that you may read from ${service}, then check again.`;
  },
  throttled: () => 'Wait a minute, then check again.',
  network: ({ service }) =>
    `See that ${service === 'git' ? 'the git host' : "the service's endpoint"} can be reached from here, then check again.`,
  timeout: () => 'Check again; give it longer with --timeout.',
  credentials: () => 'Sign in again, then check again: npm run check step-1 tells more.',
  evidence: () => 'Check the account itself, or save the evidence anew with this step.',
  other: () => 'Check again; if it stays so, the message above says what the service did not like.',
};

/** The judgement of a check whose call failed: unknown, never a fail. */
export function undetermined(expected: string, callError: CallError): Judgement {
  return {
    verdict: 'unknown',
    expected,
    found: `could not tell: ${errorText(callError)}`,
    fix: errorFixes[callError.cause](callError),
  };
}
