import { describe, expect, it } from 'vitest';
import { evidenceText, type RecordedRun } from '../../../checker/evidence/document.ts';
import { readEvidence } from '../../../checker/evidence/read.ts';
import { labFrom } from '../../../checker/lab/lab.ts';
import type { LabRecord } from '../../../checker/lab/lab-record.ts';

const bucket = { kind: 'deploy-bucket' as const, id: 'b', name: 'b' };

const recorded: RecordedRun = {
  ...{ time: 0, line: 'practice account', lab: labFrom({ region: 'us-east-1' }), steps: ['step-3'] },
  target: { kind: 'practice', account: '000000000000', region: 'us-east-1', endpoint: null },
  ...{ regions: {}, timeoutMs: 1000, late: [], calls: [], answers: [] },
};

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
    ['a list', []],
    ['a bucket that is a number', { bucket: 5 }],
    ['a journal without lists', { journal: {} }],
    ['a teardown without a time', { lastTeardown: { state: 'proven' } }],
  ])('is refused with a record that is no record: %s', (_, wrong) => {
    const { text } = evidenceText({ ...recorded, record: wrong as LabRecord }, '0.1.0');
    expect(() => readEvidence(text)).toThrow('"record" is not what is written there');
  });
});
