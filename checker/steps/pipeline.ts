import { check } from './check.ts';
import { fail, pass } from './finding.ts';
import { formatList, shellQuote } from './format.ts';
import { deployChecks } from './pipeline-deploy.ts';
import { roleChecks } from './pipeline-role.ts';
import { sourceChecks } from './pipeline-source.ts';
import { isManualApproval, partsOf, stagesText } from './structure.ts';

const expectedOrder = 'Source → manual approval → S3 deploy';

export const pipelineChecks = [
  check({
    id: 'pipeline.exists',
    title: 'The pipeline is there',
    why: 'It is what carries a commit to the bucket.',
    required: ['names', 'pipelineNearMiss'],
    optional: ['pipeline'],
    judge({ names, pipeline, pipelineNearMiss: near }, { lab: { region } }) {
      const expected = `pipeline ${names.pipeline} in ${region}`;
      if (pipeline !== undefined) return pass(expected, `version ${pipeline.version}, type ${pipeline.type}`);
      const make = `Make it as step 5 shows: aws codepipeline create-pipeline --pipeline file://workspace/pipeline.json --region ${region}`;
      if (near.regions.length > 0) {
        return fail(
          expected,
          `none here; one of this name is in ${formatList(near.regions)}`,
          make,
          'pipeline-other-region',
        );
      }
      if (near.similar.length > 0) {
        return fail(
          expected,
          `none of this name; there is ${formatList(near.similar.slice(0, 3))}`,
          `${make} (a pipeline cannot be renamed)`,
          'pipeline-other-name',
        );
      }
      return fail(expected, 'no pipeline of this name', make, 'pipeline-missing');
    },
  }),
  check({
    id: 'pipeline.stages',
    title: 'Source, approval and deploy, in this order',
    why: 'Stages run one after the other: what stands before the deploy stage is what guards it.',
    required: ['pipeline'],
    after: ['pipeline.exists'],
    judge({ pipeline }) {
      const { sourceStage, approvalStage, deployStage } = partsOf(pipeline);
      const found = stagesText(pipeline);
      const edit = `Edit the pipeline: aws codepipeline get-pipeline --name ${shellQuote(pipeline.name)} --query pipeline > workspace/pipeline.json, correct its stages, then aws codepipeline update-pipeline --pipeline file://workspace/pipeline.json`;
      if (sourceStage !== 0 || deployStage === -1) return fail(expectedOrder, found, edit, 'stage-missing');
      // The check pipeline.approval reports an approval that is missing or shares the deploy stage.
      if (approvalStage > deployStage) return fail(expectedOrder, found, edit, 'stage-order');
      return pass(expectedOrder, found);
    },
  }),
  check({
    id: 'pipeline.approval',
    title: 'A manual approval, alone in its stage',
    why: 'The stage is the gate: while it waits, nothing behind it runs; beside a deploy action it would guard nothing.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }) {
      const { approvalStage, deployStage } = partsOf(pipeline);
      const expected = 'a stage before the deploy stage with nothing but a manual approval';
      const fix = `By console: open ${pipeline.name}, Edit, Add stage between the source and the deploy stage, Add action group, Manual approval, Save. By terminal: add the stage to workspace/pipeline.json as step 5 shows, then aws codepipeline update-pipeline --pipeline file://workspace/pipeline.json`;
      if (approvalStage === -1)
        return fail(expected, `no manual approval: ${stagesText(pipeline)}`, fix, 'approval-missing');
      const approvalOnlyStage = pipeline.stages
        .slice(0, deployStage)
        .find(({ actions }) => actions.length > 0 && actions.every(isManualApproval));
      if (approvalOnlyStage !== undefined) return pass(expected, `stage ${approvalOnlyStage.name}`);
      return fail(
        expected,
        `the approval shares its stage: ${stagesText(pipeline)}`,
        fix,
        'approval-not-alone',
      );
    },
  }),
  ...sourceChecks,
  ...deployChecks,
  ...roleChecks,
  check({
    id: 'pipeline.transitions',
    title: 'Every transition is enabled',
    why: 'Behind a disabled transition executions wait for ever, without a word.',
    required: ['pipeline', 'stages'],
    after: ['pipeline.exists'],
    judge({ pipeline, stages }, { lab: { region } }) {
      const off = stages.filter(({ enabled }) => !enabled);
      if (off.length === 0) return pass('all transitions enabled', 'all are');
      return fail(
        'all transitions enabled',
        off
          .map(
            ({ name, disabledReason }) =>
              `the one into ${name} is disabled${disabledReason ? ` ("${disabledReason}")` : ''}`,
          )
          .join(', '),
        off
          .map(
            ({ name }) =>
              `aws codepipeline enable-stage-transition --pipeline-name ${shellQuote(pipeline.name)} --stage-name ${shellQuote(name)} --transition-type Inbound --region ${region}`,
          )
          .join(' && '),
        'transition-disabled',
      );
    },
  }),
];
