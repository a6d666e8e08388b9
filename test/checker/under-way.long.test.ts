import {
  GetPipelineCommand,
  StartPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../checker/engine/run.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab('pipeline');
});
afterAll(() => built.close());

/** Checks until the running execution needs a person or has ended. */
const settled = (lab: LabAccount, step: string): Promise<Run> =>
  lab.until(async () => {
    const run = await checkLab(lab, step);
    const found = run.steps[0]?.findings.find(({ verdict }) => verdict !== 'pass')?.found ?? '';
    return /running for|on its way/.test(found) ? undefined : run;
  });

describe('a lab in progress', () => {
  it('is waiting for the first approval, and the fix is the command that approves', async () => {
    const lab = await built.open();
    const run = await settled(lab, '6');
    expect(faultsOf(run)).toEqual(['step-6 waiting approval.execution approval-pending']);
    const fix = run.steps[0]?.findings[0]?.fix ?? '';
    expect(fix).toContain(`--pipeline-name ${lab.names.pipeline} --stage-name Approve --action-name Approve`);
    expect(fix).toContain("stageStates[?stageName=='Approve']");
  });

  it('passes step 6 after the approval, and step 8 only after a second push and approval', async () => {
    const lab = await built.open();
    const first = await lab.git('rev-parse', 'HEAD');
    await lab.approve(first);
    expect(faultsOf(await checkLab(lab, '67'))).toEqual([]);
    expect(faultsOf(await checkLab(lab, '8'))).toEqual(['step-8 fail redeploy.pushed no-second-execution']);
    const second = await lab.push(2);
    const run = await lab.until(async () => {
      const now = await checkLab(lab, '8');
      return now.verdict === 'waiting' && /your approval/.test(now.steps[0]?.findings[0]?.found ?? '')
        ? now
        : undefined;
    });
    expect(faultsOf(run)).toEqual(['step-8 waiting redeploy.pushed approval-pending']);
    await lab.approve(second);
    expect(faultsOf(await checkLab(lab, '678'))).toEqual([]);
  });

  it('reports that the approval was rejected, and by whom', async () => {
    const lab = await built.open();
    await lab.approve(await lab.git('rev-parse', 'HEAD'), 'Rejected');
    const run = await checkLab(lab, '6');
    expect(faultsOf(run)).toEqual(['step-6 fail approval.execution approval-rejected']);
    expect(run.steps[0]?.findings[0]?.found).toContain('user/learner');
  });

  it('does not pass with a second execution that was started manually', async () => {
    const lab = await built.open();
    await lab.approve(await lab.git('rev-parse', 'HEAD'));
    const { pipeline } = await lab.clients.pipelines.send(
      new GetPipelineCommand({ name: lab.names.pipeline }),
    );
    Object.assign(pipeline?.stages?.[0]?.actions?.[0]?.configuration ?? {}, { DetectChanges: 'false' });
    await lab.clients.pipelines.send(new UpdatePipelineCommand({ pipeline }));
    const second = await lab.push(2);
    expect(faultsOf(await checkLab(lab, '8'))).toEqual(['step-8 fail redeploy.pushed detection-off']);
    await lab.clients.pipelines.send(new StartPipelineExecutionCommand({ name: lab.names.pipeline }));
    await lab.approve(second);
    expect(faultsOf(await checkLab(lab, '8'))).toEqual(['step-8 fail redeploy.pushed started-by-hand']);
  });

  it('does not pass with the same page pushed twice', async () => {
    const lab = await built.open();
    await lab.approve(await lab.git('rev-parse', 'HEAD'));
    await lab.approve(await lab.push(1));
    expect(faultsOf(await checkLab(lab, '8'))).toEqual(['step-8 fail redeploy.changed page-unchanged']);
  });
});
