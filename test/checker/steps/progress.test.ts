import { describe, expect, it } from 'vitest';
import { known, unknown } from '../../../checker/account/fact.ts';
import type { ActionExecution, Execution, StageState } from '../../../checker/facts/values.ts';
import { progress } from '../../../checker/steps/progress.ts';

const pipelineInfo = { pipeline: 'lab', region: 'us-east-1', now: 3_600_000 };

const execution = (status: string): Execution => ({
  id: 'aaaaaaaa-0000-0000-0000-000000000000',
  status,
  statusSummary: undefined,
  started: 0,
  updated: 0,
  trigger: 'WebhookV2',
  triggerDetail: '',
  revisions: ['c0ffee'],
});

const run = (category: string, status: string, more: Partial<ActionExecution> = {}): ActionExecution => ({
  execution: execution('').id,
  id: 'r',
  stage: category,
  action: category,
  category,
  provider: category === 'Approval' ? 'Manual' : 'S3',
  status,
  started: 0,
  updated: 0,
  updatedBy: undefined,
  configuration: {},
  inputs: [],
  outputs: [],
  variables: {},
  summary: undefined,
  errorCode: undefined,
  errorMessage: undefined,
  ...more,
});

const stage = (more: Partial<StageState>): StageState => ({
  name: 'Deploy',
  enabled: true,
  disabledReason: undefined,
  inbound: undefined,
  execution: undefined,
  status: undefined,
  actions: [],
  ...more,
});

const judge = (status: string, runs: ActionExecution[], states: StageState[] = []) =>
  progress('expected', execution(status), runs, known(states), pipelineInfo);

describe('the progress of an execution', () => {
  it('distinguishes a deploy to another bucket from one without an approval', () => {
    const deploy = run('Deploy', 'Succeeded', { configuration: { BucketName: 'other' } });
    const elsewhere = progress('expected', execution('Succeeded'), [deploy], known([]), {
      ...pipelineInfo,
      bucket: 'site',
    });
    expect(elsewhere).toMatchObject({ verdict: 'fail', cause: 'deploy-bucket-other' });
    expect(elsewhere.found).toContain('deployed to other, not to site');
  });

  it('does not guess what blocks an execution if the stages could not be read', () => {
    const callError = { cause: 'denied', service: 'codepipeline', operation: 'GetPipelineState' } as const;
    const states = unknown({ ...callError, actions: [], code: 'AccessDenied', message: '' });
    const judged = progress('expected', execution('InProgress'), [], states, pipelineInfo);
    expect(judged.verdict).toBe('unknown');
  });

  it('is waiting for an approval, with the time since when', () => {
    const judged = judge('InProgress', [run('Source', 'Succeeded'), run('Approval', 'InProgress')]);
    expect(judged).toMatchObject({ verdict: 'waiting', cause: 'approval-pending' });
    expect(judged.found).toContain('60 min');
    expect(judged.fix).toContain('put-approval-result');
  });

  it('is waiting while an action runs', () => {
    expect(judge('InProgress', [run('Source', 'InProgress')]).verdict).toBe('waiting');
  });

  it('fails before a disabled transition, and is waiting behind a held stage', () => {
    const inbound = execution('').id;
    const runs = [run('Source', 'Succeeded')];
    expect(judge('InProgress', runs, [stage({ inbound, enabled: false })])).toMatchObject({
      verdict: 'fail',
      cause: 'transition-disabled',
    });
    const held = stage({
      inbound,
      execution: 'bbbbbbbb',
      actions: [
        {
          name: 'Ok',
          status: 'InProgress',
          summary: undefined,
          updated: 0,
          token: 't',
          errorMessage: undefined,
        },
      ],
    });
    const waits = judge('InProgress', runs, [held]);
    expect(waits.verdict).toBe('waiting');
    expect(waits.found).toContain('bbbbbbbb');
  });

  it('distinguishes a rejected approval from an expired one', () => {
    const by = 'arn:aws:iam::123456789012:user/ada';
    expect(judge('Failed', [run('Approval', 'Failed', { updatedBy: by, summary: 'No' })])).toMatchObject({
      cause: 'approval-rejected',
      found: expect.stringContaining(by),
    });
    expect(judge('Failed', [run('Approval', 'Failed', { summary: 'Approval timed out' })])).toMatchObject({
      cause: 'approval-expired',
    });
  });

  it("shows the deploy action's own message, and recognizes a denial", () => {
    const denied = { errorCode: 'PermissionError', errorMessage: 'You do not have sufficient permissions' };
    expect(judge('Failed', [run('Deploy', 'Failed', denied)])).toMatchObject({
      cause: 'deploy-denied',
      found: expect.stringContaining(denied.errorMessage),
    });
    expect(judge('Failed', [run('Deploy', 'Failed', { errorMessage: 'No bucket' })]).cause).toBe(
      'deploy-failed',
    );
    expect(judge('Failed', [run('Source', 'Failed', { errorMessage: 'No Branch' })]).cause).toBe(
      'source-failed',
    );
  });

  it.each([
    ['Superseded', 'execution-superseded'],
    ['Stopped', 'execution-stopped'],
    ['Succeeded', 'deployed-unapproved'],
  ])('%s: %s', (status, cause) => {
    expect(judge(status, [])).toMatchObject({ verdict: 'fail', cause });
  });
});
