import { type Calls, type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import { type Fact, unknown } from '../account/fact.ts';
import type { Gate } from '../account/gate.ts';
import type { Listed } from '../account/paging.ts';
import type { Tape } from '../account/tape.ts';
import { seen } from '../account/write/errors.ts';
import { type Hands, makeHands } from '../account/write/hands.ts';
import type { LabRecord } from '../facts/values.ts';
import { type Lab, type LabNames, namesOf } from '../lab/lab.ts';
import type { Remembered } from './journal.ts';
import { type Survey, surveyOf } from './survey.ts';

/** One look at the account: every answer in it is at most as old as the look, and none is asked for twice. */
export interface Look {
  readonly lab: Lab;
  readonly names: LabNames;
  readonly accountId: string;
  readonly calls: Calls;
  /** For listings as long as a bucket: asks again each time and keeps no answer. */
  readonly stream: Calls;
  /** For the two listings that are in the teardown's own table. */
  readonly hands: Hands;
  readonly remembered: readonly Remembered[];
  /** What earlier checks saw of the lab: names to look for, a proof only where a name is never used again. */
  readonly record: LabRecord;
  readonly gate: Gate | undefined;
  readonly newTape: (() => Tape) | undefined;
  /** The account's pipelines, and which of them is the lab's. Read once a look. */
  survey(): Promise<Survey>;
}

export interface LookOptions {
  clients: Clients;
  lab: Lab;
  accountId: string;
  signal?: AbortSignal | undefined;
  record?: LabRecord | undefined;
  /** Where calls wait for their turn: several teardowns in one account. */
  gate?: Gate | undefined;
  /** The tape of one look: several teardowns in one account share what they ask alike. */
  newTape?: (() => Tape) | undefined;
}

class Forgetful extends Map {
  override set(): this {
    return this;
  }
}

export function newLook(options: LookOptions, remembered: readonly Remembered[]): Look {
  const { clients, lab, accountId, signal, gate, newTape } = options;
  const gated = gate === undefined ? {} : { gate };
  const tape = newTape?.();
  const settings = {
    ...gated,
    ...(signal === undefined ? {} : { signal }),
    ...(tape === undefined ? {} : { tape }),
  };
  let survey: Promise<Survey> | undefined;
  const look: Look = {
    lab,
    names: namesOf(lab, accountId),
    accountId,
    calls: makeCalls(clients, settings),
    stream: makeCalls(clients, { ...gated, memo: new Forgetful() as Memo }),
    hands: makeHands(clients, signal, gate),
    remembered,
    record: options.record ?? {},
    gate,
    newTape,
    survey() {
      survey ??= surveyOf(look);
      return survey;
    },
  };
  return look;
}

/** A list that is as long as it says; one that was cut at the reader's bound is not known. */
export function uncut<T>(fact: Fact<Listed<T>>, service: string, operation: string): Fact<T[]> {
  if (fact.state !== 'known') return fact;
  if (fact.value.complete) return { state: 'known', value: fact.value.items };
  return unknown(seen(service, operation, 'ListTooLong', 'the list has more pages than are read'));
}
