import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { fixture, placed } from './fixture.ts';

const seat = { access: { kind: 'shared' }, region: 'eu-west-1', branch: 'trunk' };

/** People write rosters, so the fixtures contain every key. Rosters have no version. */
describe('the code reads a roster', () => {
  async function read(name: string) {
    const file = join(placed({ [name]: fixture(`${name}.txt`, 'unversioned') }), name);
    return (await loadRoster([file], { region: 'eu-west-1' }, {})).roster;
  }

  it('in YAML, with every key', async () => {
    expect(await read('class.yaml')).toEqual({
      class: 'spring',
      account: '123456789012',
      start: '2026-11-23T09:00+01:00',
      pace: { 'step-1': 15, 'step-3': 50, 'step-9': 170 },
      limits: { connections: 500, pipelines: 400 },
      seats: [
        { ...seat, id: 'ada', name: 'Ada Lovelace', repository: 'octocat/ada-lab', line: 20 },
        {
          ...seat,
          id: 'ben',
          name: 'ben',
          access: { kind: 'profile', profile: 'bens' },
          branch: 'main',
          line: 23,
        },
        {
          ...seat,
          id: 'carl',
          name: 'carl',
          region: 'eu-east-1',
          line: 26,
          access: {
            kind: 'role',
            roleArn: 'arn:aws:iam::444455556666:role/team/instructor',
            externalId: 'the-class',
          },
        },
      ],
    });
  });

  it('in CSV, with every column', async () => {
    const own = { ...seat, branch: 'main' };
    expect(await read('Spring 2027.csv')).toEqual({
      class: 'spring-2027',
      pace: {},
      seats: [
        { ...own, id: 'ada', name: 'Ada Lovelace', repository: 'octocat/ada-lab', branch: 'trunk', line: 2 },
        {
          ...own,
          id: 'ben',
          name: 'Ben; "B"',
          access: { kind: 'profile', profile: 'bens' },
          region: 'us-east-1',
          line: 3,
        },
        {
          ...own,
          id: 'carl',
          name: 'carl',
          line: 4,
          access: {
            kind: 'role',
            roleArn: 'arn:aws:iam::444455556666:role/instructor',
            externalId: 'the-class',
          },
        },
      ],
    });
  });
});
