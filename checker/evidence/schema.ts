import * as v from 'valibot';
import { findStep } from '../steps/index.ts';
import { fields, listOf, number, text, texts, valuesOf, wholeNumber } from './field-types.ts';
import { labRecord } from './record-schema.ts';

const time = v.pipe(
  text,
  v.check((value) => !Number.isNaN(Date.parse(value)), 'a time'),
);

/** The most characters that `lab hand` accepts. Readers do not shorten the text, so a much longer one is invalid. */
const maxHelpRequestLength = 200;

const callError = fields({
  cause: text,
  service: text,
  operation: text,
  message: text,
  code: text,
  actions: texts,
});

const fact = v.variant(
  'state',
  [
    v.object({ state: v.literal('known'), value: v.unknown() }),
    v.object({ state: v.literal('absent'), code: text }),
    v.object({ state: v.literal('unknown'), trouble: callError }),
  ],
  'known, absent or unknown',
);

const answer = fields({
  service: text,
  operation: text,
  region: v.optional(text),
  input: valuesOf(v.unknown()),
  fact,
});

/** The fields of an evidence file. */
export const evidenceSchema = fields({
  kitVersion: text,
  time,
  target: fields({ kind: text, account: text, region: text, endpoint: v.nullable(text) }),
  line: text,
  lab: valuesOf(v.unknown()),
  steps: v.pipe(
    listOf(
      v.pipe(
        text,
        v.check((id) => findStep(id) !== undefined, 'a step'),
      ),
    ),
    v.nonEmpty('at least one step'),
  ),
  regions: valuesOf(text),
  record: v.optional(labRecord),
  url: v.optional(text),
  hand: v.optional(
    fields({ text: v.pipe(text, v.maxLength(4 * maxHelpRequestLength, 'a shorter text')), since: time }),
  ),
  timeoutMs: v.pipe(number, v.gtValue(0, 'more than 0')),
  late: texts,
  calls: listOf(fields({ service: text, operation: text, count: wholeNumber })),
  answers: listOf(answer),
  removed: valuesOf(wholeNumber),
});
