import { fields, isFields, isFlag, isNumber, isText, listOf, optional, type Shape } from './shapes.ts';

const isTexts = listOf(isText);

const resource = { kind: isText, id: isText, name: isText };

const contents = fields({
  ...{ versions: isNumber, markers: isNumber, uploads: isNumber, bytes: isNumber, fingerprint: isText },
  unexplained: optional(fields({ entries: isNumber, keys: isTexts, fingerprint: isText, newest: isNumber })),
});

const explanation = fields({
  ...{ prefixes: isTexts, keys: isTexts, since: optional(isNumber) },
  files: optional(listOf(fields({ key: isText, md5: isText }))),
  deployments: optional(listOf(fields({ from: isNumber, to: isNumber }))),
});

const confirmed = fields({
  ...{ ...resource, at: isText, holds: isFields, incarnation: optional(isText), region: optional(isText) },
  contents: optional(contents),
  proofs: optional(listOf(fields({ by: isText, text: isText }))),
  explanation: optional(explanation),
});

const adoption = fields({
  ...{ ...resource, at: isText, incarnation: optional(isText), contents: optional(isText), users: isTexts },
  agreed: optional(fields({ entries: isNumber, newest: isNumber })),
});

const kept = fields({
  ...{ ...resource, region: optional(isText), why: isText, unresolved: isFlag },
  explanation: optional(explanation),
});

/** Whether a value is a `LabRecord`. */
export const isLabRecord: Shape = fields({
  ...{ bucket: optional(isText), pipeline: optional(isText), artifactBucket: optional(isText) },
  ...{ connectionArn: optional(isText), roleName: optional(isText), policyArns: optional(isTexts) },
  journal: optional(
    fields({
      ...{ confirmed: listOf(confirmed), open: isTexts, adopted: listOf(adoption) },
      ...{ notMine: listOf(fields(resource)), kept: listOf(kept) },
    }),
  ),
  lastTeardown: optional(fields({ state: isText, at: isText })),
  notMineElsewhere: optional(listOf(fields(resource))),
});
