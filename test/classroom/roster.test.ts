import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labFrom, namesOf } from '../../checker/lab/lab.ts';
import { knownRegions } from '../../classroom/regions.ts';
import { collisions } from '../../classroom/roster/seat-conflicts.ts';
import { RosterError, readRoster } from '../../classroom/roster.ts';
import type { Seat } from '../../classroom/seat.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';

const file = 'class.yaml';

/** Every problem as `line: message`. */
async function problems(
  text: string,
  more: Partial<Parameters<typeof readRoster>[1]> = {},
): Promise<string[]> {
  try {
    await readRoster(text, { file, suggest: didYouMean, ...more });
  } catch (error) {
    if (error instanceof RosterError) return error.problems.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
  return [];
}

const yaml = (seats: string, head = 'region: eu-west-1') => `class: spring\n${head}\nseats:\n${seats}`;

describe('a roster in YAML', () => {
  it('is read completely', async () => {
    const roster = await readRoster(
      `class: spring
account: 012345678901 # a leading nought stays
region: eu-west-1
start: 2026-11-23T09:00+01:00
pace: { step-1: 15, bucket: 40 }
seats:
  - id: anna
    name: Anna Meier
    repository: octocat/lab
  - { id: no, profile: bens, region: us-east-1, branch: trunk }
  - id: 1
    role: arn:aws:iam::123456789012:role/team/lab
    external-id: spring:1
`,
      { file, profiles: ['bens'] },
    );
    expect(roster).toEqual({
      class: 'spring',
      account: '012345678901',
      start: '2026-11-23T09:00+01:00',
      pace: { 'step-1': 15, 'step-3': 40 },
      seats: [
        {
          id: 'anna',
          name: 'Anna Meier',
          access: { kind: 'shared' },
          region: 'eu-west-1',
          repository: 'octocat/lab',
          branch: 'main',
          line: 7,
        },
        {
          id: 'no',
          name: 'no',
          access: { kind: 'profile', profile: 'bens' },
          region: 'us-east-1',
          branch: 'trunk',
          line: 10,
        },
        {
          access: {
            kind: 'role',
            roleArn: 'arn:aws:iam::123456789012:role/team/lab',
            externalId: 'spring:1',
          },
          id: '1',
          name: '1',
          region: 'eu-west-1',
          branch: 'main',
          line: 11,
        },
      ],
    });
  });

  it('reports every problem at once, each with its line', async () => {
    const found = await problems(
      `clas: spring
account: 12345
region: us-esat-1
start: tomorrow
pace:
  step-2: 30
  step-3: 20
  step-12: 1
  bucket: soon
seats:
  - id: anna
    repositry: octocat/lab
  - id: anna
  - id: Ben!
    profile: bsn
    role: arn:aws:sts::123456789012:assumed-role/lab/me
  - name: nobody
    external-id: x
  - id: cy
    role: not-an-arn
    region: moon-1
    repository: https://github.com/octocat/lab
    branch: [main]
  - just text
`,
      { profiles: ['ben', 'default'] },
    );
    expect(found).toEqual([
      '1: unknown key "clas". Did you mean "class"? Known: class, account, region, branch, start, pace, limits, new-regions, seats',
      '2: account: "12345" cannot be used; expected an account number of twelve digits',
      expect.stringMatching(
        /^3: region: us-esat-1 has a region's form.* Did you mean us-east-1\?.*new-regions: us-esat-1$/,
      ),
      expect.stringMatching(/^4: start: "tomorrow"/),
      '7: pace: step-3 at 20 minutes comes before step-2 at 30',
      expect.stringMatching(/^8: unknown key of pace "step-12"/),
      expect.stringMatching(/^9: pace\.bucket: expected minutes/),
      expect.stringMatching(/^12: unknown key "repositry"\. Did you mean "repository"\?/),
      '13: id: "anna" is the seat of line 11, too',
      expect.stringMatching(/^14: id: "Ben!" cannot be used; expected 1 to 12/),
      expect.stringMatching(/^16: a seat is reached by a profile or by a role/),
      expect.stringMatching(/^16: role: arn:aws:sts.* is a session of a role/),
      expect.stringMatching(/^17: a seat has no id/),
      expect.stringMatching(/^18: external-id goes with role/),
      expect.stringMatching(/^18: external-id: expected 2 to/),
      expect.stringMatching(/^20: role: "not-an-arn" is no role's ARN/),
      expect.stringMatching(/^21: region: "moon-1" cannot be used/),
      expect.stringMatching(/^22: repository: .*expected a repository as owner\/name/),
      '23: branch: expected text, found a list',
      expect.stringMatching(/^24: expected a seat as keys/),
    ]);
  });

  it('reports a profile that this machine lacks, and suggests the nearest one', async () => {
    expect(await problems(yaml('  - id: a\n    profile: bsn\n'), { profiles: ['ben', 'default'] })).toEqual([
      '5: profile: this machine\'s AWS configuration has no "bsn". Did you mean "ben"? It has ben, default',
    ]);
  });

  it('accepts a region that the roster vouches for, but no partition without names', async () => {
    expect(await problems(yaml('  - id: a\n', 'region: eu-east-1\nnew-regions: eu-east-1'))).toEqual([]);
    expect((await problems(yaml('  - id: a\n', 'region: us-iso-east-1')))[0]).toMatch(/partition of its own/);
  });

  it('reports a tab, a broken line, two documents and an empty file by line', async () => {
    expect((await problems('class: a\nseats:\n\t- id: x\n'))[0]).toMatch(/^3: not YAML: /);
    expect(await problems('class: "a\nregion: eu-west-1\n')).toContainEqual(
      expect.stringMatching(/^\d: not YAML: /),
    );
    expect((await problems(`${yaml('  - id: a\n')}---\nclass: b\n`))[0]).toMatch(/^\d: not YAML: /);
    expect(await problems('')).toEqual(['1: expected keys such as class: and seats:, found none']);
    expect(await problems('class: a\nregion: eu-west-1\nseats: []\n')).toEqual([
      '3: a class has at least one seat',
    ]);
    expect((await problems('class: a\nclass: b\nregion: eu-west-1\nseats: [{id: a}]\n'))[0]).toMatch(
      /^2: not YAML/,
    );
  });

  it('rejects an alias inside of what it names, and reads any other one', async () => {
    expect(await problems(yaml('  - &a\n    id: a\n    name: *a\n'))).toEqual([
      '6: name: expected text, found keys',
    ]);
    expect(await problems(`&all\nclass: *all\nregion: eu-west-1\nseats: [{id: a}]\n`)).toContainEqual(
      '2: class: expected text, found keys',
    );
    const { seats } = await readRoster(yaml('  - { id: a, name: &n Ann }\n  - { id: b, name: *n }\n'), {
      file,
    });
    expect(seats.map(({ name }) => name)).toEqual(['Ann', 'Ann']);
  });

  it('limits a class to the quotas of its accounts', async () => {
    const many = Array.from({ length: 226 }, (_, at) => `  - id: s${at}\n`).join('');
    const found = await problems(yaml(many));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^229: 226 seats in the shared account make 226 connections; its quota of 250.*225 seats.*can be raised/,
    );
    expect((await problems(yaml('  - id: a\n', 'region: eu-west-1\nlimits: { buckets: 1 }')))[0]).toMatch(
      /1 seat in the shared account makes 2 buckets.*holds 0 seats/,
    );
    expect(await problems(yaml(many, 'region: eu-west-1\nlimits: { connections: 500 }'))).toEqual([]);
    const spread = Array.from({ length: 226 }, (_, at) => `  - { id: s${at}, profile: p${at % 2} }\n`).join(
      '',
    );
    expect(await problems(yaml(spread))).toEqual([]);
  });
});

describe('a roster in CSV', () => {
  const csv = (text: string) => readRoster(text, { file: 'Spring 2027.csv', region: 'eu-west-1' });

  it('is read as spreadsheet programs write it', async () => {
    const rows = [
      '\uFEFFID;Name;External ID;Role;Region',
      '',
      'anna;"Meier; ""Ann"" Anna";;;',
      ';;;;',
      'ben;Ben, the second;ab;arn:aws:iam::123456789012:role/lab;us-east-1',
    ];
    const { class: name, seats } = await csv(rows.join('\r\n'));
    expect(name).toBe('spring-2027');
    expect(seats).toEqual([
      {
        id: 'anna',
        name: 'Meier; "Ann" Anna',
        access: { kind: 'shared' },
        region: 'eu-west-1',
        branch: 'main',
        line: 3,
      },
      {
        access: { kind: 'role', roleArn: 'arn:aws:iam::123456789012:role/lab', externalId: 'ab' },
        id: 'ben',
        name: 'Ben, the second',
        region: 'us-east-1',
        branch: 'main',
        line: 5,
      },
    ]);
    expect((await csv('id,name\nanna,"a, b"\n')).seats[0]?.name).toBe('a, b');
    expect((await csv('name\tid\nAnna\tanna')).seats[0]).toMatchObject({ id: 'anna', name: 'Anna' });
  });

  it('reports unknown columns, cells without a column, and invalid CSV by line', async () => {
    const problemsOf = (text: string) => problems(text, { file: 'class.csv', region: 'eu-west-1' });
    expect(await problemsOf('id,nmae\na,x\na,y,z\n')).toEqual([
      expect.stringMatching(/^1: unknown column "nmae"\. Did you mean "name"\?/),
      '3: "z" stands in a column without a name',
      '3: id: "a" is the seat of line 2, too',
    ]);
    expect(await problemsOf('id,name\n')).toEqual(['1: a class has at least one seat']);
    expect((await problemsOf(''))[0]).toMatch(/^1: expected a first row/);
    const yamlOnly =
      /at the top of a class\.yaml \(npx lab class init writes one; a CSV file has no place for it\)/;
    const [homeless, ...more] = await problems('id,name\na,x\n', { file: 'class.csv' });
    expect([homeless, more]).toEqual([expect.stringMatching(yamlOnly), []]);
    expect(homeless).toMatch(/^2: a seat has no region: give it one, or the class at the top/);
    expect(await problemsOf('id,region\na,eu-east-1\n')).toEqual([expect.stringMatching(yamlOnly)]);
    const many = Array.from({ length: 226 }, (_, at) => `s${at}\n`).join('');
    expect(await problemsOf(`id\n${many}`)).toEqual([expect.stringMatching(yamlOnly)]);
    expect((await problemsOf('id,name\na,"open\nb,c\n'))[0]).toMatch(/not CSV/);
  });
});

describe('the names of different seats', () => {
  const id = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
  const seat = (one: string, region: string, line: number): Seat => ({
    id: one,
    name: one,
    access: { kind: 'shared' },
    region,
    branch: 'main',
    line,
  });

  it('never collide, for any seats and regions', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(id, fc.constantFrom(...knownRegions)), {
          minLength: 2,
          maxLength: 40,
          selector: ([one]) => one,
        }),
        (pairs) => {
          for (const [one, region] of pairs) labFrom({ seat: one, region });
          const seats = pairs.map(([one, region], at) => seat(one, region, at + 1));
          expect(collisions(seats, {})).toEqual([]);
        },
      ),
    );
  });

  it("are reported if they would: each name, and the first 20 characters of the pipeline's", () => {
    const seats = [seat('a', 'eu-west-1', 2), seat('b', 'eu-west-1', 3)];
    const same = collisions(seats, {}, () => namesOf({ region: 'eu-west-1', branch: 'main' }, '1'));
    expect(same.map(({ message }) => / share the ([\w ]+?)(?: in [\w-]+)?:/.exec(message)?.[1])).toEqual([
      'deploy bucket',
      'artifact bucket',
      'connection',
      'pipeline',
      'role',
      'artifact folder',
    ]);
    const alike = collisions(seats, {}, (lab, account) => ({
      ...namesOf(lab, account),
      pipeline: `a-pipeline-of-a-long-name-${lab.seat}`,
    }));
    expect(alike.map(({ message }) => message)).toEqual([
      '"b" and "a" (line 2) would share the artifact folder in eu-west-1: a-pipeline-of-a-long',
    ]);
  });
});

it('knows the regions that the SDK knows', () => {
  const list = readFileSync(
    new URL(
      '../../node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js',
      import.meta.url,
    ),
    'utf8',
  );
  const listedRegions = [...list.matchAll(/"([a-z-]+-\d)": \{/g)].map((match) => match[1] as string);
  const ours = listedRegions.filter((region) => !/^(eusc|us-iso|eu-iso)/.test(region));
  expect([...knownRegions].sort()).toEqual(ours.sort());
});
