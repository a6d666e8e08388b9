import { describe, expect, it } from 'vitest';
import { deploymentsOf } from '../../../checker/facts/deployments.ts';
import type { ActionExecution, Execution, ObjectVersion } from '../../../checker/facts/values.ts';

const second = 1000;

const execution = (id: string): Execution => ({
  id,
  status: 'Succeeded',
  statusSummary: undefined,
  started: 0,
  updated: 0,
  trigger: 'WebhookV2',
  triggerDetail: '',
  revisions: [`commit-${id}`],
});

function run(of: string, category: string, started: number, updated: number): ActionExecution {
  return {
    execution: of,
    id: `${of}-${category}`,
    stage: category,
    action: category,
    category,
    provider: category === 'Approval' ? 'Manual' : 'S3',
    status: 'Succeeded',
    started,
    updated,
    updatedBy: 'arn:aws:iam::000000000000:user/ada',
    configuration: category === 'Deploy' ? { BucketName: 'site' } : {},
    inputs: [],
    outputs: [],
    variables: {},
    summary: undefined,
    errorCode: undefined,
    errorMessage: undefined,
  };
}

const version = (versionId: string, modified: number, more: Partial<ObjectVersion> = {}): ObjectVersion => ({
  key: 'index.html',
  versionId,
  latest: false,
  isDeleteMarker: false,
  modified,
  size: 1,
  ...more,
});

const deploymentsIn = (runs: ActionExecution[], versions: ObjectVersion[] = []) =>
  deploymentsOf([...new Set(runs.map((one) => one.execution))].map(execution), runs, 'site', versions);

describe('deployments', () => {
  it('are approved by an approval before the deploy in the same execution', () => {
    const approved = [run('a', 'Approval', 10 * second, 20 * second), run('a', 'Deploy', 20_100, 22_000)];
    expect(deploymentsIn(approved)[0]?.approval).toBeDefined();
    const another = [run('b', 'Approval', 10 * second, 20 * second), run('a', 'Deploy', 20_100, 22_000)];
    expect(deploymentsIn(another)[0]?.approval).toBeUndefined();
  });

  it('are not approved by a quick approval after the deploy', () => {
    const runs = [run('a', 'Deploy', 20_000, 20_300), run('a', 'Approval', 20_400, 20_700)];
    expect(deploymentsIn(runs)[0]?.approval).toBeUndefined();
  });

  it('have the version that was written while they ran, and none that was uploaded manually', () => {
    const runs = [run('a', 'Deploy', 20_000, 22_000), run('b', 'Deploy', 90_000, 92_000)];
    const versions = [version('hand', 300_000, { latest: true }), version('b', 91_000), version('a', 21_000)];
    expect(
      deploymentsIn(runs, versions).map(({ execution: { id }, object }) => [id, object?.versionId]),
    ).toEqual([
      ['b', 'b'],
      ['a', 'a'],
    ]);
  });

  it('have no version if it was deleted, and no delete marker instead', () => {
    const runs = [run('a', 'Deploy', 20_000, 22_000)];
    expect(deploymentsIn(runs, [version('m', 21_000, { isDeleteMarker: true })])[0]?.object).toBeUndefined();
    expect(deploymentsIn(runs)[0]?.object).toBeUndefined();
  });
});
