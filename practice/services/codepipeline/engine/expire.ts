import type { PipelineStore } from '../pipeline-store.ts';
import type { PipelineRef } from '../records.ts';

/** Fails the approvals that expired before a client answered them. True when there was one. */
export function expireApprovals(pipelineStore: PipelineStore, ref: PipelineRef, now: number): boolean {
  let found = false;
  for (const run of pipelineStore.actions(ref)) {
    if (run.status !== 'InProgress' || run.approval === undefined || now < run.approval.expires) continue;
    const { approval, ...rest } = run;
    found = true;
    pipelineStore.putAction({
      ...rest,
      status: 'Failed',
      answered: approval.token,
      lastUpdateTime: approval.expires,
      // [known] A timed-out approval is Failed; the service's own code and message were not found.
      error: {
        code: 'JobFailed',
        message: 'The approval request expired before it was approved or rejected.',
      },
    });
  }
  return found;
}
