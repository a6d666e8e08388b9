import { type Memo, makeCalls } from '../account/calls.ts';
import type { Clients } from '../account/clients.ts';
import type { Gate } from '../account/gate.ts';
import type { Tape } from '../account/tape.ts';
import { makeHands } from '../account/write/hands.ts';
import type { LabRecord } from '../facts/values.ts';
import { type Lab, namesOf } from '../lab/lab.ts';
import type { Remembered } from './journal.ts';
import { surveyOf } from './survey.ts';
import type { Look, Survey } from './types.ts';

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
