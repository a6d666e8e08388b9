import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkerActions, operations } from '../../checker/account/operations/all.ts';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { proxyTo } from '../../scripts/support/proxy.ts';
import { userWith } from '../kit/user-with.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
});
afterAll(() => built.close());

const tableActions = [...checkerActions];

describe('the checker', () => {
  it('needs no action beyond the table', async () => {
    const key = await userWith(lab, 'reader', [{ Effect: 'Allow', Action: tableActions, Resource: '*' }]);
    const run = await checkLab(lab, '12345678', key);
    expect(faultsOf(run)).toEqual([]);
  });

  it.each([
    ['s3:GetBucketVersioning', ['step-3 unknown bucket.versioned -']],
    ['iam:GetRolePolicy', ['step-5 unknown pipeline.role-policy -']],
    ['codepipeline:GetPipelineState', ['step-5 unknown pipeline.transitions -']],
  ])('without %s reports exactly what needs it as unknown, and names the action', async (action, found) => {
    const rest = tableActions.filter((one) => one !== action);
    const key = await userWith(lab, action.replace(':', '-'), [
      { Effect: 'Allow', Action: rest, Resource: '*' },
    ]);
    const run = await checkLab(lab, '12345', key);
    expect(faultsOf(run)).toEqual(found);
    expect(exitCode(run)).toBe(3);
    const finding = run.steps
      .flatMap(({ findings }) => findings)
      .find(({ verdict }) => verdict === 'unknown');
    expect(finding?.found).toContain(action);
  });

  it('has no operation that writes', () => {
    const declared = Object.values(operations).flatMap((table) => Object.entries(table));
    const reads = declared.filter(([, { kind }]) => kind === 'read').map(([name]) => name);
    expect(reads.length).toBeGreaterThan(30);
    expect(reads.filter((name) => !/^(Get|List|Head|Simulate)[A-Z]/.test(name))).toEqual([]);
  });

  it('sends no call that is not declared as a read', async () => {
    const proxy = await proxyTo(lab.practice.endpoint, () => 'pass');
    await checkLab(lab, '123456789', { endpoint: proxy.endpoint });
    await proxy.close();
    const table: Readonly<Record<string, Readonly<Record<string, { kind: string }>>>> = operations;
    expect(proxy.calls.length).toBeGreaterThan(20);
    for (const { service, method, url, headers, body } of proxy.calls) {
      if (service === 's3' || service === '') expect(['GET', 'HEAD'], `${method} ${url}`).toContain(method);
      else {
        const target = String(headers['x-amz-target'] ?? '')
          .split('.')
          .at(-1);
        const operation = target || new URLSearchParams(body.toString()).get('Action');
        expect(table[service]?.[operation ?? '']?.kind, `${service} ${operation}`).toBe('read');
      }
    }
  });
});
