import { describe, expect, it } from 'vitest';
import {
  isOtherSeatsName,
  labFrom,
  namesOf,
  SettingsError,
  stepId,
  stepPage,
} from '../../../checker/lab/lab.ts';

const account = '123456789012';
const region = 'ap-southeast-2';

describe('settings', () => {
  it('need only a region; the default branch is main', () => {
    expect(labFrom({ region, repository: undefined })).toEqual({ region, branch: 'main' });
  });

  it.each([
    ['region', 'Virginia'],
    ['region', undefined],
    ['repository', 'codepipeline-s3-lab'],
    ['repository', 'https://github.com/octocat/lab'],
    ['repository', 'octocat/lab.git'],
    ['branch', '-D'],
    ['branch', 'a..b'],
    ['seat', 'Ada'],
    ['seat', 'a-very-long-seat'],
    ['seat', '-a'],
    ['account', '1234'],
    ['colour', 'red'],
  ])('reject %s %s and name the setting', (key, value) => {
    const settings = { region, [key]: value };
    expect(() => labFrom(settings)).toThrow(SettingsError);
    expect(() => labFrom(settings)).toThrow(new RegExp(`^${key}: `));
  });

  it('reject names that the services would reject', () => {
    const connection = 'github-connection-codepipeline-lab';
    expect(() => labFrom({ region, names: { connection } })).toThrow(/names\.connection.*1 to 32/);
    expect(() => labFrom({ region, names: { deployBucket: 'My_Bucket' } })).toThrow(/names\.deployBucket/);
    expect(() => labFrom({ region, names: { bucket: 'my-bucket' } })).toThrow(/names\.bucket/);
  });
});

describe('names', () => {
  it('are the documented ones without a seat', () => {
    expect(namesOf(labFrom({ region }), account)).toEqual({
      deployBucket: 'cp-s3-deploy-123456789012-ap-southeast-2',
      artifactBucket: 'cp-s3-artifacts-123456789012-ap-southeast-2',
      connection: 'github-codepipeline-lab',
      pipeline: 'codepipeline-s3-deploy-lab',
      role: 'codepipeline-s3-deploy-lab-ap-southeast-2',
      policy: 'codepipeline-lab',
      tags: { lab: 'codepipeline-lab' },
    });
  });

  it("stay within the services' limits with the longest seat", () => {
    const names = namesOf(labFrom({ region, seat: 'abcdefghijkl' }), account);
    expect(names).toMatchObject({
      deployBucket: 'cp-s3-deploy-123456789012-ap-southeast-2-abcdefghijkl',
      connection: 'abcdefghijkl-github-lab',
      pipeline: 'abcdefghijkl-cp-lab',
      role: 'abcdefghijkl-cp-lab-ap-southeast-2',
      tags: { lab: 'codepipeline-lab', seat: 'abcdefghijkl' },
    });
    expect(names.artifactBucket.length).toBeLessThanOrEqual(63);
    expect(names.connection.length).toBeLessThanOrEqual(32);
    expect(names.role.length).toBeLessThanOrEqual(64);
  });

  it("of two seats differ within the first 20 characters of the pipeline's name", () => {
    const prefix = (seat: string) => namesOf(labFrom({ region, seat }), account).pipeline.slice(0, 20);
    expect(prefix('lab-1')).not.toBe(prefix('lab-10'));
  });

  it("of another seat are recognized as a neighbor's, and no others are", () => {
    const lab = labFrom({ region: 'eu-west-1', seat: 'anna' });
    const isOtherSeats = (kind: 'pipeline' | 'connection' | 'deployBucket', name: string, of = lab) =>
      isOtherSeatsName(kind, name, of, '123456789012');
    expect(isOtherSeats('pipeline', 'ben-cp-lab')).toBe(true);
    expect(isOtherSeats('connection', 'seat-07-github-lab')).toBe(true);
    expect(isOtherSeats('deployBucket', 'cp-s3-deploy-123456789012-eu-west-1-ben')).toBe(true);
    for (const own of [
      'anna-cp-lab',
      'my-codepipeline',
      '-cp-lab',
      'Ben-cp-lab',
      'codepipeline-s3-deploy-lab',
    ])
      expect(isOtherSeats('pipeline', own)).toBe(false);
    // A name of another region or account belongs to no seat.
    expect(isOtherSeats('deployBucket', 'cp-s3-deploy-123456789012-us-east-1-ben')).toBe(false);
    expect(isOtherSeats('pipeline', 'ben-cp-lab', labFrom({ region: 'eu-west-1' }))).toBe(false);
  });

  it('can be overridden one by one', () => {
    const lab = labFrom({ region, names: { deployBucket: 'my-own-bucket' } });
    expect(namesOf(lab, account)).toMatchObject({
      deployBucket: 'my-own-bucket',
      policy: 'codepipeline-lab',
    });
  });
});

it('steps have ids and pages', () => {
  expect(stepId('presigned-url')).toBe('step-7');
  expect(stepPage('pipeline')).toBe('labs/steps/step-5-pipeline.md');
});
