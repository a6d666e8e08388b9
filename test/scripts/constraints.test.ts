import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';
import { iam } from '../../practice/protocols/constraints/iam.ts';
import { models } from '../../practice/protocols/schemas.ts';
import { iamService } from '../../practice/services/iam/service.ts';
import { problemsOf, type ServedOperation } from '../../scripts/constraints/check.ts';
import { collect } from '../../scripts/constraints/collect.ts';
import { weakenings } from '../../scripts/constraints/compare.ts';
import { extract } from '../../scripts/constraints/extract.ts';
import { type ConstraintSource, folder, readSource } from '../../scripts/constraints/source.ts';
import { Refused, updatedTable, updateSource } from '../../scripts/constraints/update.ts';
import { root } from '../kit/root.ts';

const source = readSource(join(root, folder, 'source/iam.json'));

const operationsOf = (names: readonly string[]): ServedOperation[] =>
  names.flatMap((name) => models.get('iam')?.operations.get(name) ?? []);

// IAM's table of operations needs no state before one runs.
const servedNames = Object.keys(iamService(undefined as never).operations);
const served = operationsOf(servedNames);

const sourceWithout = (shape: string): ConstraintSource => {
  const { [shape]: _, ...shapes } = source.shapes;
  return { ...source, shapes };
};
const sourceWith = (shape: string, constraint: object): ConstraintSource => ({
  ...source,
  shapes: { ...source.shapes, [shape]: constraint },
});

describe('--check', () => {
  it('accepts the table of the repository', () => {
    expect(served).toHaveLength(servedNames.length);
    expect(problemsOf(source, served, iam)).toEqual([]);
  });

  it('names an operation that is served but not in the table', () => {
    const problems = problemsOf(source, [...served, ...operationsOf(['UpdateLoginProfile'])], iam);
    expect(problems).toContain(
      'UpdateLoginProfileRequest.Password is missing, and "passwordType" in the source (UpdateLoginProfile)',
    );
    for (const problem of problems) expect(problem).toMatch(/ in the source \(UpdateLoginProfile\)$/);
  });

  it('reports an entry that no served operation needs', () => {
    const problems = problemsOf(source, operationsOf(servedNames.filter((name) => name !== 'GetUser')), iam);
    expect(problems).toEqual([
      'GetUserRequest.UserName is "existingUserNameType", and missing in the source (no operation)',
    ]);
  });

  it('reports a rule that was deleted from the source, with the operations that lose it', () => {
    const { max, ...rest } = source.shapes.roleMaxSessionDurationType ?? {};
    expect(max).toBe(43_200);
    expect(problemsOf(sourceWith('roleMaxSessionDurationType', rest), served, iam)).toEqual([
      'roleMaxSessionDurationType is {"min":3600,"max":43200}, and {"min":3600} in the source (CreateRole, UpdateRole)',
    ]);
  });

  it('reports an operation, a shape and a member that the source lacks', () => {
    const { GetRole: _, ...operations } = source.operations;
    expect(problemsOf({ ...source, operations }, served, iam)).toEqual([
      'GetRole: the source has no such operation',
    ]);
    expect(problemsOf(sourceWithout('policyScopeType'), served, iam)).toEqual([
      'ListPoliciesRequest: the source has no shape policyScopeType',
    ]);
    const { GetUserRequest, ...members } = source.members;
    expect(GetUserRequest).toEqual({ UserName: 'existingUserNameType' });
    expect(problemsOf({ ...source, members }, served, iam)).toEqual([
      'GetUser: the source has no shape GetUserRequest',
    ]);
    expect(problemsOf({ ...source, members: { ...members, GetUserRequest: {} } }, served, iam)).toEqual([
      'GetUser: the source has no GetUserRequest.UserName, which the SDK has',
    ]);
  });
});

describe('writing the tables', () => {
  it('gives the table of the repository', () => {
    expect(updatedTable('iam', source, served, iam, [])).toEqual(iam);
  });

  it('refuses to lose a rule that a served operation meets, until that is allowed', () => {
    const weaker = sourceWith('roleMaxSessionDurationType', { min: 3600 });
    expect(() => updatedTable('iam', weaker, served, iam, ['roleNameType'])).toThrow(
      new Refused(
        'iam: roleMaxSessionDurationType would lose a rule: max 43200 → none. To accept this: --allow-removal roleMaxSessionDurationType',
      ),
    );
    const { shapes } = updatedTable('iam', weaker, served, iam, ['roleMaxSessionDurationType']);
    expect(shapes.roleMaxSessionDurationType).toEqual({ min: 3600 });
  });

  it('drops what only an operation met that is no longer served', () => {
    const { members } = updatedTable('iam', source, operationsOf(['GetRole']), iam, []);
    expect(members).toEqual({ GetRoleRequest: { RoleName: 'roleNameType' } });
  });
});

describe('weakenings', () => {
  const before: ConstraintTable = {
    shapes: { A: { min: 1, max: 9, pattern: 'a+', enum: ['x', 'y'], sensitive: true }, L: { each: 'A' } },
    members: { S: { a: 'A' } },
  };
  const withA = (constraint: object): ConstraintTable => ({
    ...before,
    shapes: { ...before.shapes, A: constraint },
  });
  const A = before.shapes.A;

  it.each([
    ['a lower minimum', withA({ ...A, min: 0 }), 'A', 'min 1 → 0'],
    ['a higher maximum', withA({ ...A, max: 10 }), 'A', 'max 9 → 10'],
    ['another pattern', withA({ ...A, pattern: 'a*' }), 'A', 'pattern "a+" → "a*"'],
    ['one more value', withA({ ...A, enum: ['x', 'y', 'z'] }), 'A', 'enum ["x","y"] → ["x","y","z"]'],
    [
      'a value that messages would repeat',
      withA({ ...A, sensitive: undefined }),
      'A',
      'sensitive true → none',
    ],
    ['items without a shape', { ...before, shapes: { ...before.shapes, L: {} } }, 'L', 'each "A" → none'],
    ['a member without a shape', { ...before, members: { S: {} } }, 'S.a', 'shape "A" → none'],
    ['a structure that is gone', { ...before, members: {} }, 'S.a', 'shape "A" → none'],
  ] as const)('include %s', (_what, after, name, change) => {
    expect(weakenings(before, after)).toEqual([{ name, change }]);
  });

  it('do not include stricter rules and new shapes', () => {
    const stricter = withA({ ...A, min: 2, max: 8, enum: ['x'] });
    const after = { ...stricter, shapes: { ...stricter.shapes, B: { max: 1 } } };
    expect(weakenings(before, after)).toEqual([]);
  });
});

describe('--extract', () => {
  const model = {
    metadata: { apiVersion: '2000-01-01' },
    operations: { Put: { input: { shape: 'PutRequest' } }, Ping: {} },
    shapes: {
      PutRequest: {
        type: 'structure',
        members: { Names: { shape: 'Names' }, Inner: { shape: 'PutRequest' } },
      },
      Names: { type: 'list', member: { shape: 'Name' }, min: '1' },
      Name: { type: 'string', max: 5, pattern: '[a-z]+' },
      PutResponse: { type: 'structure', members: {} },
    },
  };
  let file: string;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'constraints-')), 'service.json');
  });
  afterEach(() => rmSync(join(file, '..'), { recursive: true }));

  it('takes the constraints on every input, and nothing else', () => {
    const extracted = extract(model, 'a release');
    expect(extracted).toEqual({
      apiVersion: '2000-01-01',
      extractedFrom: 'a release',
      operations: { Put: 'PutRequest', Ping: null },
      members: { PutRequest: { Names: 'Names', Inner: 'PutRequest' } },
      shapes: { Names: { min: 1, each: 'Name' }, Name: { max: 5, pattern: '[a-z]+' } },
    });
    updateSource('example', file, extracted, []);
    expect(readSource(file)).toEqual(extracted);
    expect(collect(extracted, ['Put', 'Ping']).table).toEqual({
      shapes: extracted.shapes,
      members: { PutRequest: { Names: 'Names' } },
    });
  });

  it('refuses a model that refers to a shape it does not have', () => {
    const { Name: _, ...shapes } = model.shapes;
    expect(() => extract({ ...model, shapes }, '')).toThrow('The model has no shape Name.');
  });

  it('adds what a newer model adds, and refuses what it removes until that is allowed', () => {
    updateSource('example', file, extract(model, 'old'), []);
    const more = { ...model, operations: { ...model.operations, Get: { input: { shape: 'Name' } } } };
    updateSource('example', file, extract(more, 'new'), []);
    expect(readSource(file).operations.Get).toBe('Name');

    const present = readFileSync(file, 'utf8');
    expect(() => updateSource('example', file, extract(model, 'old'), [])).toThrow(
      new Refused(
        'example: Get would lose a rule: the operation → none. To accept this: --allow-removal Get',
      ),
    );
    expect(readFileSync(file, 'utf8')).toBe(present);
    updateSource('example', file, extract(model, 'old'), ['Get']);
    expect(readSource(file).operations).toEqual({ Put: 'PutRequest', Ping: null });
  });
});
