import { describe, expect, it } from 'vitest';
import { documentHash, evidenceText, type RecordedRun } from '../../../checker/evidence/document.ts';
import { readEvidence } from '../../../checker/evidence/read.ts';
import { labFrom } from '../../../checker/lab/lab.ts';
import type { LabRecord } from '../../../checker/lab/lab-record.ts';

const bucket = { kind: 'deploy-bucket' as const, id: 'b', name: 'b' };

const recorded: RecordedRun = {
  time: 0,
  line: 'practice account',
  lab: labFrom({ region: 'us-east-1' }),
  steps: ['step-3'],
  target: { kind: 'practice', account: '000000000000', region: 'us-east-1', endpoint: null },
  regions: {},
  timeoutMs: 1000,
  late: [],
  calls: [],
  answers: [],
};

const call = { service: 's3', operation: 'HeadBucket', input: {} };

const record: LabRecord = {
  bucket: 'b',
  lastTeardown: { state: 'unfinished', at: '2026-11-30T00:00:00Z' },
  notMineElsewhere: [bucket],
  journal: {
    confirmed: [
      { ...bucket, at: '2026-11-30T00:00:00Z', holds: {}, proofs: [{ by: 'name', text: 'its name' }] },
    ],
    open: ['b'],
    adopted: [{ ...bucket, at: '2026-11-30T00:00:00Z', users: [] }],
    notMine: [bucket],
    kept: [{ ...bucket, why: 'in use', unresolved: true }],
  },
};

describe('evidence', () => {
  it('is read after a teardown, whose journal it contains', () => {
    expect(readEvidence(evidenceText({ ...recorded, record }, '0.1.0').text).record).toEqual(record);
  });

  it.each([
    ['record', 'expected an object', []],
    ['record.bucket', 'expected text', { bucket: 5 }],
    ['record.journal.confirmed', 'it is missing', { journal: {} }],
    ['record.lastTeardown.at', 'it is missing', { lastTeardown: { state: 'proven' } }],
    [
      'record.notMineElsewhere.1.kind',
      'expected text',
      { notMineElsewhere: [bucket, { kind: 1, id: 'b', name: 'b' }] },
    ],
  ])('is refused with an invalid %s: %s', (field, reason, record) => {
    const { text } = evidenceText({ ...recorded, record: record as LabRecord }, '0.1.0');
    expect(() => readEvidence(text)).toThrow(
      `"${field}" is not what is written there: ${reason}; save it again`,
    );
  });

  it.each([
    ['time', { time: Number.NaN }],
    ['target.endpoint', { target: { ...recorded.target, endpoint: 1 } }],
    ['steps', { steps: [] }],
    ['steps.0', { steps: ['step-99'] }],
    ['hand.text', { hand: { text: 'x'.repeat(801), since: '2026-11-30T00:00:00Z' } }],
    ['hand.since', { hand: { text: 'x', since: 'never' } }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['calls.0.count', { calls: [{ service: 's3', operation: 'GetObject', count: 1.5 }] }],
    ['answers.0.input', { answers: [{ service: 's3', operation: 'HeadBucket', input: [], fact: {} }] }],
    ['answers.0.fact.state', { answers: [{ ...call, fact: { state: 'open' } }] }],
    ['answers.0.fact.value', { answers: [{ ...call, fact: { state: 'known' } }] }],
    ['answers.0.fact.code', { answers: [{ ...call, fact: { state: 'absent' } }] }],
  ])('is refused with an invalid %s', (field, wrong) => {
    const { sha256: _, ...document } = JSON.parse(evidenceText(recorded, '0.1.0').text);
    const changed = JSON.parse(JSON.stringify({ ...document, ...wrong }));
    const text = JSON.stringify({ ...changed, sha256: documentHash(changed) });
    expect(() => readEvidence(text)).toThrow(`"${field}" is not what is written there: `);
  });
});
