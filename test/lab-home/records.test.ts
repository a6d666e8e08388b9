import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addToRecord, readRecord } from '../../lab-home/records.ts';

const key = { target: 'practice', accountId: '000000000000', region: 'eu-west-1' };
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'lab-records-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the record of a lab', () => {
  it('keeps what was written, adds to it, and has nothing about another lab', () => {
    const env = { LAB_HOME: join(root, 'home') };
    expect(readRecord(env, key)).toBeUndefined();
    expect(addToRecord(env, key, {})).toBeUndefined();
    expect(readRecord(env, key)).toBeUndefined();
    addToRecord(env, key, { bucket: 'site' });
    addToRecord(env, key, { pipeline: 'lab', policyArns: ['arn:aws:iam::000000000000:policy/p'] });
    expect(readRecord(env, key)).toMatchObject({ bucket: 'site', pipeline: 'lab' });
    expect(readRecord(env, { ...key, seat: 'anna' })).toBeUndefined();
  });

  it.each(['', 'null', '[]', '"lab"', '{"pipeline":5}', '{"policyArns":"all"}'])('rejects %s', (text) => {
    const home = mkdtempSync(join(root, 'broken-'));
    mkdirSync(join(home, 'records'));
    writeFileSync(join(home, 'records', 'practice-000000000000-eu-west-1.json'), text);
    expect(() => readRecord({ LAB_HOME: home }, key)).toThrow(/practice-000000000000-eu-west-1\.json is no/);
  });

  it('reports that it could not be written, and the command continues', () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    const remark = addToRecord({ LAB_HOME: join(file, 'home') }, key, { bucket: 'site' });
    expect(remark).toContain('could not be noted');
  });
});
