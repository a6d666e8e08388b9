import * as v from 'valibot';
import { fields, flag, listOf, number, text, texts, valuesOf } from './field-types.ts';

const optionalText = v.optional(text);

const resource = { kind: text, id: text, name: text };

const contents = fields({
  versions: number,
  markers: number,
  uploads: number,
  bytes: number,
  fingerprint: text,
  unexplained: v.optional(fields({ entries: number, keys: texts, fingerprint: text, newest: number })),
});

const explanation = fields({
  prefixes: texts,
  keys: texts,
  since: v.optional(number),
  files: v.optional(listOf(fields({ key: text, md5: text }))),
  deployments: v.optional(listOf(fields({ from: number, to: number }))),
});

const confirmed = fields({
  ...resource,
  at: text,
  holds: valuesOf(v.unknown()),
  incarnation: optionalText,
  region: optionalText,
  contents: v.optional(contents),
  proofs: v.optional(listOf(fields({ by: text, text }))),
  explanation: v.optional(explanation),
});

const adoption = fields({
  ...resource,
  at: text,
  incarnation: optionalText,
  contents: optionalText,
  users: texts,
  agreed: v.optional(fields({ entries: number, newest: number })),
});

const kept = fields({
  ...resource,
  region: optionalText,
  why: text,
  unresolved: flag,
  explanation: v.optional(explanation),
});

/** A `LabRecord`. */
export const labRecord = fields({
  bucket: optionalText,
  pipeline: optionalText,
  artifactBucket: optionalText,
  connectionArn: optionalText,
  roleName: optionalText,
  policyArns: v.optional(texts),
  journal: v.optional(
    fields({
      confirmed: listOf(confirmed),
      open: texts,
      adopted: listOf(adoption),
      notMine: listOf(fields(resource)),
      kept: listOf(kept),
    }),
  ),
  lastTeardown: v.optional(fields({ state: text, at: text })),
  notMineElsewhere: v.optional(listOf(fields(resource))),
});
