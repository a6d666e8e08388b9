import { type StepId, type StepName, stepId, stepNames } from '../lab/lab.ts';
import { approvalChecks } from './approval.ts';
import { bucketChecks } from './bucket.ts';
import type { Check } from './check.ts';
import { cleanupChecks } from './cleanup.ts';
import { connectionChecks } from './connection.ts';
import { credentialsChecks } from './credentials.ts';
import { pipelineChecks } from './pipeline.ts';
import { presignedUrlChecks } from './presigned-url.ts';
import { redeployChecks } from './redeploy.ts';
import { repositoryChecks } from './repository.ts';

/** One step of the lab and its checks. */
export interface Step {
  id: StepId;
  name: StepName;
  title: string;
  checks: readonly Check[];
  /** Earlier steps whose end states this one requires. */
  prerequisites: readonly StepName[];
}

const definitions: Record<StepName, Omit<Step, 'id' | 'name'>> = {
  credentials: { title: 'Credentials and region', checks: credentialsChecks, prerequisites: [] },
  repository: { title: 'The repository', checks: repositoryChecks, prerequisites: [] },
  bucket: { title: 'The deploy bucket', checks: bucketChecks, prerequisites: ['credentials'] },
  connection: { title: 'The connection to GitHub', checks: connectionChecks, prerequisites: ['credentials'] },
  pipeline: {
    title: 'The pipeline',
    checks: pipelineChecks,
    prerequisites: ['credentials', 'bucket', 'connection'],
  },
  approval: {
    title: 'Approve and deploy',
    checks: approvalChecks,
    prerequisites: ['credentials', 'repository', 'bucket', 'connection', 'pipeline'],
  },
  'presigned-url': {
    title: 'The page by presigned URL',
    checks: presignedUrlChecks,
    prerequisites: ['credentials', 'bucket', 'approval'],
  },
  redeploy: {
    title: 'Change, push, approve again',
    checks: redeployChecks,
    prerequisites: ['credentials', 'repository', 'bucket', 'connection', 'pipeline', 'approval'],
  },
  cleanup: { title: 'Clean up', checks: cleanupChecks, prerequisites: ['credentials'] },
};

/** The nine steps, in order. */
export const steps: readonly Step[] = stepNames.map((name) => ({
  id: stepId(name),
  name,
  ...definitions[name],
}));

/** A step by `step-5`, `5` or `pipeline`; undefined for anything else. */
export function findStep(text: string): Step | undefined {
  const wanted = text.trim().toLowerCase();
  return steps.find(({ id, name }) => wanted === id || wanted === name || `step-${wanted}` === id);
}
