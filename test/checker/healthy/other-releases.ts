import {
  GetPipelineStateCommand,
  RetryStageExecutionCommand,
  StopPipelineExecutionCommand,
} from '@aws-sdk/client-codepipeline';
import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'vitest';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { kms } from './role-policy.ts';

/** Runs `work` while the role lacks its policy, and restores the policy. */
async function without(lab: LabAccount, work: () => Promise<unknown>): Promise<void> {
  const { iam } = lab.clients;
  const place = { RoleName: lab.names.role, PolicyName: lab.names.policy };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(place));
  await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument: policyDocument([kms]) }));
  await work();
  await iam.send(new PutRolePolicyCommand({ ...place, PolicyDocument: decodeURIComponent(PolicyDocument) }));
}

const stage = async (lab: LabAccount, name: string) => {
  const state = await lab.clients.pipelines.send(new GetPipelineStateCommand({ name: lab.names.pipeline }));
  return state.stageStates?.find(({ stageName }) => stageName === name)?.latestExecution;
};

/** Release histories that differ from the pages. After each of them the lab is finished. */
export const otherReleases: Record<string, (lab: LabAccount) => Promise<unknown>> = {
  'four approved releases': async (lab) => {
    await lab.approve(await lab.push(3));
    await lab.approve(await lab.push(4));
  },
  'a run that failed at its source, between good ones': async (lab) => {
    await without(lab, async () => {
      await lab.push(3);
      await lab.until(async () => ((await stage(lab, 'Source'))?.status === 'Failed' ? true : undefined));
    });
    await lab.approve(await lab.push(4));
  },
  'a deploy that failed, and was retried': async (lab) => {
    const commit = await lab.push(3);
    await lab.until(async () => ((await stage(lab, 'Approve'))?.status === 'InProgress' ? true : undefined));
    await without(lab, () => lab.approve(commit));
    const failed = await stage(lab, 'Deploy');
    expect(failed?.status).toBe('Failed');
    await lab.clients.pipelines.send(
      new RetryStageExecutionCommand({
        pipelineName: lab.names.pipeline,
        stageName: 'Deploy',
        retryMode: 'FAILED_ACTIONS',
        pipelineExecutionId: failed?.pipelineExecutionId,
      }),
    );
    await lab.until(async () => ((await stage(lab, 'Deploy'))?.status === 'Succeeded' ? true : undefined));
  },
  'a run that was stopped while it waited, between good ones': async (lab) => {
    await lab.push(3);
    const waits = await lab.until(async () => {
      const execution = await stage(lab, 'Approve');
      return execution?.status === 'InProgress' ? execution : undefined;
    });
    await lab.clients.pipelines.send(
      new StopPipelineExecutionCommand({
        pipelineName: lab.names.pipeline,
        abandon: true,
        reason: 'not this one',
        pipelineExecutionId: waits.pipelineExecutionId,
      }),
    );
    await lab.until(async () => ((await stage(lab, 'Approve'))?.status === 'InProgress' ? undefined : true));
    await lab.approve(await lab.push(4));
  },
};
