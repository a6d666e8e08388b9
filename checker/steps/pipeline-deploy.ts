import { check } from './check.ts';
import { fail, pass } from './finding.ts';
import { formatList } from './format.ts';
import { edit } from './pipeline-source.ts';
import { partsOf } from './structure.ts';

export const deployChecks = [
  check({
    id: 'pipeline.deploy-bucket',
    title: 'The deploy action writes to the deploy bucket',
    why: 'The page arrives where this setting says, and nowhere else.',
    required: ['pipeline', 'names'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline, names }) {
      const found = partsOf(pipeline).deploy?.configuration.BucketName ?? '(none)';
      if (found === names.deployBucket) return pass(names.deployBucket, found);
      return fail(
        names.deployBucket,
        found,
        edit(pipeline.name, `set the deploy action's BucketName to ${names.deployBucket}`),
        'deploy-bucket-other',
      );
    },
  }),
  check({
    id: 'pipeline.deploy-extract',
    title: 'The deploy action unpacks the artifact',
    why: 'The artifact is a zip: not extracted, the bucket gets one zip and no page.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }) {
      const extract = partsOf(pipeline).deploy?.configuration.Extract;
      if (extract === 'true') return pass('Extract "true"', 'Extract "true"');
      return fail(
        'Extract "true"',
        `Extract ${extract === undefined ? 'is not set' : `"${extract}"`}`,
        edit(pipeline.name, `set the deploy action's Extract to "true", and remove its ObjectKey`),
        'deploy-not-extracted',
      );
    },
  }),
  check({
    id: 'pipeline.deploy-prefix',
    title: 'The page lands at the root of the bucket',
    why: 'With Extract on, ObjectKey is a folder in front of every file: index.html would be elsewhere.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages', 'pipeline.deploy-extract'],
    judge({ pipeline }) {
      const prefix = partsOf(pipeline).deploy?.configuration.ObjectKey;
      if (prefix === undefined || prefix === '') return pass('no ObjectKey', 'none');
      return fail(
        'no ObjectKey',
        `ObjectKey "${prefix}": the page would be ${prefix.replace(/\/$/, '')}/index.html`,
        edit(pipeline.name, "remove the deploy action's ObjectKey"),
        'deploy-prefix',
      );
    },
  }),
  check({
    id: 'pipeline.deploy-artifact',
    title: 'What is deployed is what the source gave',
    why: 'An action gets what its input artifact names: it must be the output of the source action.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }) {
      const { source, deploy } = partsOf(pipeline);
      const outputs = source?.outputs ?? [];
      const inputs = deploy?.inputs ?? [];
      const expected = `input artifact ${outputs[0] ?? 'of the source'}`;
      if (inputs.some((name) => outputs.includes(name))) return pass(expected, formatList(inputs));
      return fail(
        expected,
        formatList(inputs),
        edit(
          pipeline.name,
          `set the deploy action's inputArtifacts to ${outputs[0] ?? 'the output of the source action'}`,
        ),
        'deploy-artifact-other',
      );
    },
  }),
];
