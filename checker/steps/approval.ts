import { check } from './check.ts';
import { fail, pass } from './finding.ts';
import { formatTime, shortId } from './format.ts';
import { progress, release, unknownIfTruncated } from './progress.ts';
import { proofFacts, proofInputs, proofRawFacts, proveDeployment } from './proof.ts';

export const approvalChecks = [
  check({
    id: 'approval.execution',
    title: 'One execution went all the way',
    why: 'Source, approval and deploy have to succeed in one and the same execution: that is what a release is.',
    required: ['names'],
    optional: ['executions', 'runs', 'deployments'],
    context: ['stages', 'historyRead'],
    judge({ names, executions, runs = [], deployments, stages, historyRead }, { lab: { region }, now }) {
      const expected = 'an execution whose source, approval and deploy to the lab bucket all succeeded';
      const pipelineInfo = { pipeline: names.pipeline, region, bucket: names.deployBucket, now };
      if (executions === undefined) {
        return fail(
          expected,
          `no pipeline ${names.pipeline}`,
          'Make the pipeline first: npm run check step-5 tells more.',
          'pipeline-missing',
        );
      }
      if (deployments === undefined) {
        return fail(
          expected,
          `no bucket ${names.deployBucket} to deploy to`,
          'Make the bucket first: npm run check step-3 tells more.',
          'bucket-missing',
        );
      }
      const approved = deployments.find(({ approval }) => approval !== undefined);
      if (approved !== undefined) {
        return pass(
          expected,
          `execution ${approved.execution.id} of commit ${shortId(approved.commit)}, done at ${formatTime(approved.deploy.updated)}`,
        );
      }
      const newest = executions.find(({ status }) => status !== 'Superseded') ?? executions[0];
      if (newest === undefined) {
        return fail(
          expected,
          'the pipeline never ran (one made while its connection was still pending does not start by itself)',
          release(pipelineInfo),
          'no-execution',
        );
      }
      return unknownIfTruncated(
        progress(expected, newest, runs, stages, pipelineInfo, executions),
        historyRead,
      );
    },
  }),
  check({
    id: 'approval.named',
    title: 'Somebody approved it, by name',
    why: 'An approval is worth what its record is: who, when, and why.',
    required: ['deployments'],
    after: ['approval.execution'],
    judge({ deployments }) {
      const expected = 'an approval by a named principal, before the deploy';
      const approval = deployments.find((deployment) => deployment.approval !== undefined)?.approval;
      if (approval === undefined) return undefined;
      const when = formatTime(approval.updated);
      if (approval.updatedBy === undefined || approval.updatedBy === '') {
        return {
          verdict: 'unknown',
          expected,
          found: `approved at ${when}, but CodePipeline names nobody`,
          fix: 'Check again in a minute.',
        };
      }
      return pass(
        expected,
        `${approval.updatedBy} at ${when}${approval.summary ? `, saying "${approval.summary}"` : ''}`,
      );
    },
  }),
  check({
    id: 'approval.deployed',
    title: 'What is live is what was approved',
    why: 'A green pipeline is a claim. The same bytes in commit, artifact and object, written by the approved execution, are a proof.',
    required: ['names', 'deployments'],
    optional: proofFacts,
    raw: proofRawFacts,
    after: ['approval.execution'],
    judge({ names, ...values }, inputs) {
      const { lab, now } = inputs;
      return proveDeployment(proofInputs(values, names.deployBucket, inputs), {
        pipeline: names.pipeline,
        region: lab.region,
        now,
      });
    },
  }),
];
