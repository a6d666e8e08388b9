import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { type ProxiedCall, proxyTo } from '../../scripts/support/proxy.ts';
import { emptyHome, lab } from '../kit/lab-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let account: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  account = await built.open();
});
afterAll(() => built.close());

interface Document {
  schemaVersion: number;
  target: Record<string, unknown>;
  verdict: string;
  steps: { id: string; name: string; verdict: string; findings: Record<string, unknown>[] }[];
  calls: { service: string; operation: string; count: number }[];
}

/** Service and operation of a call, read from the request. */
function operationOf({ service, headers, body, method, url }: ProxiedCall): string {
  const target = headers['x-amz-target'];
  if (target !== undefined) return `${service} ${String(target).split('.').pop()}`;
  const action = new URLSearchParams(body.toString()).get('Action');
  return `${service} ${action ?? `${method} ${new URL(url, 'http://x').pathname}`}`;
}

describe('lab check step-5 --reporter json', () => {
  it('prints one document of the contract, with the calls that were really made', async () => {
    const proxy = await proxyTo(account.practice.endpoint, () => 'pass');
    const ended = await lab(['check', 'step-5', '--reporter', 'json'], {
      ...account.env,
      AWS_ENDPOINT_URL: proxy.endpoint,
    });
    await proxy.close();
    expect([ended.exit, ended.stderr]).toEqual([0, '']);
    const document = JSON.parse(ended.stdout) as Document;
    expect(Object.keys(document).slice(0, 5)).toEqual([
      'schemaVersion',
      'target',
      'verdict',
      'steps',
      'calls',
    ]);
    expect(document.schemaVersion).toBe(1);
    expect(document.target).toEqual({
      kind: 'practice',
      account: '000000000000',
      region: 'us-east-1',
      endpoint: proxy.endpoint,
    });
    expect(document.steps.map(({ id, name, verdict }) => [id, name, verdict])).toEqual([
      ['step-5', 'pipeline', 'pass'],
    ]);
    for (const finding of document.steps[0]?.findings ?? [])
      expect(finding).toMatchObject({
        check: expect.stringMatching(/^pipeline\./),
        verdict: 'pass',
        title: expect.any(String),
        expected: expect.any(String),
        found: expect.any(String),
        why: expect.any(String),
        fix: expect.any(String),
        link: expect.stringMatching(/^labs\/steps\/step-5-pipeline\.md#check-pipeline-/),
      });
    const reported = document.calls.flatMap(({ service, operation, count }) =>
      Array.from({ length: count }, () => `${service} ${operation}`),
    );
    const sent = proxy.calls.map(operationOf);
    const named = (calls: string[]) =>
      calls.filter((call) => !call.startsWith('s3 ') && !call.startsWith('git ')).sort();
    expect(named(reported)).toEqual(named(sent));
    expect(new Set(named(sent)).size).toBe(named(sent).length);
  });
});

describe('lab check', () => {
  it('checks steps 1 to 8 without a terminal, and names the account first', async () => {
    const ended = await lab(['check'], account.env);
    expect(ended.exit).toBe(0);
    const [first] = ended.stdout.split('\n');
    expect(first).toBe(`practice account 000000000000 · us-east-1 · ${account.practice.endpoint}`);
    const steps = [...ended.stdout.matchAll(/^(step-\d) /gm)].map((match) => match[1]);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `step-${n}`));
    expect(ended.stdout).not.toContain('\u001b[');
  });

  it.each(['step-3', '3', 'bucket'])('accepts a step by %s', async (word) => {
    const ended = await lab(['check', word, '--reporter', 'json'], account.env);
    expect((JSON.parse(ended.stdout) as Document).steps.map(({ id }) => id)).toEqual(['step-3']);
  });

  it('fails step 9 while the lab exists, and is waiting if no lab was ever seen', async () => {
    expect((await lab(['check', 'step-9'], account.env)).exit).toBe(1);
    const never = await lab(['check', 'step-9', '--reporter', 'json'], {
      ...account.env,
      LAB_HOME: `${account.env.LAB_HOME}-2`,
      LAB_SEAT: 'nobody',
    });
    const document = JSON.parse(never.stdout) as Document;
    expect([never.exit, document.verdict]).toEqual([1, 'waiting']);
  });

  it('writes workflow annotations, the step summary and JUnit XML', async () => {
    const summary = join(emptyHome(), 'summary.md');
    writeFileSync(summary, 'before\n');
    const seat = { ...account.env, LAB_SEAT: 'anna', GITHUB_STEP_SUMMARY: summary };
    const ended = await lab(['check', 'step-3', '--reporter', 'github'], seat);
    expect(ended.exit).toBe(1);
    expect(ended.stdout).toMatch(/^::error title=step-3 bucket%3A /m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n## lab check: ❌ failed\n/);
    const xml = (await lab(['check', 'step-3', '--reporter', 'junit'], seat)).stdout;
    expect(XMLValidator.validate(xml)).toBe(true);
    expect(xml).toMatch(/<failure message="no bucket of this name[^"]*" type="bucket-missing">/);
    const refused = await lab(['check', 'step-3', '--reporter', 'junti'], seat);
    expect([refused.exit, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('Did you mean --reporter junit?');
  });

  it('lists its checks without an account', async () => {
    const ended = await lab(['check', '--list'], {});
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain('bucket.versioned');
  });
});
