import { describe, expect, it } from 'vitest';
import { exitCode } from '../../../checker/engine/exit-code.ts';
import type { Run } from '../../../checker/engine/run.ts';
import { human } from '../../../checker/report/human.ts';
import { json } from '../../../checker/report/json.ts';
import { outputText } from '../../../terminal/output.ts';

const finding = {
  check: 'bucket.versioned',
  title: 'Versioning is on',
  expected: 'versioning Enabled',
  found: 'versioning was never turned on',
  why: 'Versions are the way back from a bad deploy, and the proof of what was deployed when.',
  fix: 'aws s3api put-bucket-versioning --bucket cp-s3-deploy-123456789012-us-east-1 --versioning-configuration Status=Enabled',
  link: 'labs/steps/step-3-bucket.md#check-bucket-versioned',
  cause: 'versioning-off',
};

const run: Run = {
  schemaVersion: 1,
  target: { kind: 'live', account: '123456789012', region: 'us-east-1', endpoint: null },
  verdict: 'fail',
  steps: [
    {
      id: 'step-3',
      name: 'bucket',
      title: 'The deploy bucket',
      verdict: 'fail',
      findings: [
        {
          ...finding,
          check: 'bucket.exists',
          verdict: 'pass',
          title: 'The bucket is there',
          found: 'yes',
          fix: '',
        },
        { ...finding, verdict: 'fail' },
      ],
      broken: [
        {
          step: 'step-1',
          name: 'credentials',
          verdict: 'fail',
          check: 'credentials.user',
          title: 'Not root',
          found: 'root',
        },
      ],
    },
    { id: 'step-4', name: 'connection', title: 'The connection', verdict: 'pass', findings: [] },
  ],
  calls: [{ service: 's3', operation: 'HeadBucket', count: 1 }],
  seen: { bucket: 'b' },
};

describe('the human report', () => {
  const text = human(run, { color: false, width: 60 });

  it('shows what was expected and found, why, the fix and a link', () => {
    for (const part of [finding.expected, finding.found, finding.link, 'earlier', 'step-1 credentials']) {
      expect(text).toContain(part);
    }
  });

  it('keeps a command on one line, and wraps everything else', () => {
    const lines = text.split('\n');
    expect(lines).toContainEqual(expect.stringContaining(finding.fix));
    for (const line of lines.filter((one) => !one.includes('fix ') && !one.includes('more '))) {
      expect(line.length, line).toBeLessThanOrEqual(60);
    }
  });

  it('carries no meaning by color alone', () => {
    const coloured = outputText(human(run, { color: true, width: 60 }));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test removes the escape sequences
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text);
    expect(coloured).not.toBe(text);
    expect(text).toContain('(failed)');
    expect(text).toContain('1 passed, 1 failed');
  });
});

describe('the JSON report', () => {
  it('matches the contract, and contains no internal data', () => {
    const document = JSON.parse(json(run));
    expect(Object.keys(document)).toEqual(['schemaVersion', 'target', 'verdict', 'steps', 'calls']);
    expect(document.steps[0].findings[1]).toEqual({ ...finding, verdict: 'fail' });
    expect(document.target).toEqual(run.target);
  });
});

describe('the exit code', () => {
  it.each([
    ['pass', 0],
    ['fail', 1],
    ['waiting', 1],
    ['unknown', 3],
  ] as const)('%s: %i', (verdict, code) => {
    expect(exitCode({ verdict })).toBe(code);
    expect(exitCode({ verdict, credentials: 'expired' })).toBe(4);
  });
});
