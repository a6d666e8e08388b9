import type {
  CreateRoleCommandOutput,
  GetRoleCommandOutput,
  GetRolePolicyCommandOutput,
  ListAttachedRolePoliciesCommandOutput,
  ListRolesCommandOutput,
  ListRoleTagsCommandOutput,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Emulator } from '../../../../practice/core/emulator.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { accountId, invokeAs, makeEmulator, userOf } from './emulator.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});
const readAll = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }],
});

let emulator: Emulator;
let learner: Caller;
beforeEach(() => {
  emulator = makeEmulator(iamService);
  learner = userOf(emulator, 'learner', [admin]);
});

const create = (RoleName: string, more: object = {}) =>
  invokeAs<CreateRoleCommandOutput>(emulator, learner, 'CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: trust,
    ...more,
  });

describe('roles', () => {
  it('are created, and returned with the trust policy URL-encoded', async () => {
    const { Role } = await create('deployer', {
      Path: '/service-role/',
      Description: 'It deploys.',
      Tags: [{ Key: 'lab', Value: 'codepipeline-lab' }],
    });
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${accountId}:role/service-role/deployer`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Tags: [{ Key: 'lab', Value: 'codepipeline-lab' }],
    });
    const read = await invokeAs<GetRoleCommandOutput>(emulator, learner, 'GetRole', { RoleName: 'deployer' });
    expect(read.Role).toMatchObject({
      Path: '/service-role/',
      Description: 'It deploys.',
      MaxSessionDuration: 3600,
      RoleLastUsed: {},
    });
    const document = read.Role?.AssumeRolePolicyDocument ?? '';
    expect(document).toMatch(/^%7B%22Version%22%3A/);
    expect(JSON.parse(decodeURIComponent(document))).toEqual(JSON.parse(trust));
  });

  it('have unique names, ignoring case', async () => {
    await create('deployer');
    await expect(create('Deployer')).rejects.toMatchObject({
      code: 'EntityAlreadyExists',
      status: 409,
      message: 'Role with name Deployer already exists.',
    });
    await expect(invokeAs(emulator, learner, 'GetRole', { RoleName: 'gone' })).rejects.toMatchObject({
      code: 'NoSuchEntity',
      status: 404,
      message: 'The role with name gone cannot be found.',
    });
  });

  it("have the constraints of names, with AWS's messages", async () => {
    await expect(create('x'.repeat(65))).rejects.toMatchObject({
      code: 'ValidationError',
      message: `1 validation error detected: Value '${'x'.repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
    });
    await expect(create('a role')).rejects.toMatchObject({
      message:
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
    });
    await expect(create('fine', { MaxSessionDuration: 60 })).rejects.toMatchObject({
      message: expect.stringContaining('Member must have value greater than or equal to 3600'),
    });
  });

  it.each([
    ['not JSON', '{', 'This policy contains invalid Json'],
    ['no principal', statement({ Action: 'sts:AssumeRole' }), 'Missing required field Principal'],
    [
      'a resource',
      statement({ Principal: '*', Action: 'sts:AssumeRole', Resource: '*' }),
      'Has prohibited field Resource.',
    ],
    [
      'an unknown service',
      statement({ Principal: { Service: 'codepipeline' }, Action: 'sts:AssumeRole' }),
      'Invalid principal in policy: "SERVICE":"codepipeline"',
    ],
    [
      'an unknown user',
      statement({ Principal: { AWS: `arn:aws:iam::${accountId}:user/ghost` }, Action: 'sts:AssumeRole' }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${accountId}:user/ghost"`,
    ],
    [
      'an action of another service',
      statement({ Principal: '*', Action: 's3:GetObject' }),
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'an unknown field',
      statement({ Principal: '*', Actions: 'sts:AssumeRole' }),
      'Syntax errors in policy.',
    ],
  ])('reject a trust policy with %s', async (_what, document, message) => {
    await expect(create('role', { AssumeRolePolicyDocument: document })).rejects.toMatchObject({
      code: 'MalformedPolicyDocument',
      status: 400,
      message,
    });
  });

  it('are listed by path, in pages, without tags', async () => {
    for (const name of ['delta', 'alpha', 'charlie', 'bravo']) {
      await create(name, { Path: name === 'delta' ? '/far/' : '/near/', Tags: [{ Key: 'a', Value: 'b' }] });
    }
    const page = (input: object) => invokeAs<ListRolesCommandOutput>(emulator, learner, 'ListRoles', input);
    const first = await page({ PathPrefix: '/near/', MaxItems: 2 });
    expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(['alpha', 'bravo']);
    expect(first.IsTruncated).toBe(true);
    expect(first.Roles?.[0]).not.toHaveProperty('Tags');
    const second = await page({ PathPrefix: '/near/', Marker: first.Marker });
    expect(second.Roles?.map(({ RoleName }) => RoleName)).toEqual(['charlie']);
    expect(second).toMatchObject({ IsTruncated: false });
    await expect(page({ Marker: 'nonsense' })).rejects.toMatchObject({ code: 'ValidationError' });
  });

  it('are deleted only without policies', async () => {
    await create('deployer');
    const RoleName = 'deployer';
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName, PolicyArn: admin });
    await invokeAs(emulator, learner, 'PutRolePolicy', {
      RoleName,
      PolicyName: 'read',
      PolicyDocument: readAll,
    });
    await expect(invokeAs(emulator, learner, 'DeleteRole', { RoleName })).rejects.toMatchObject({
      code: 'DeleteConflict',
      status: 409,
      message: 'Cannot delete entity, must detach all policies first.',
    });
    await invokeAs(emulator, learner, 'DetachRolePolicy', { RoleName, PolicyArn: admin });
    await expect(invokeAs(emulator, learner, 'DeleteRole', { RoleName })).rejects.toMatchObject({
      message: 'Cannot delete entity, must delete policies first.',
    });
    await invokeAs(emulator, learner, 'DeleteRolePolicy', { RoleName, PolicyName: 'read' });
    await invokeAs(emulator, learner, 'DeleteRole', { RoleName });
    await expect(invokeAs(emulator, learner, 'GetRole', { RoleName })).rejects.toMatchObject({
      code: 'NoSuchEntity',
    });
  });

  it('store inline policies', async () => {
    await create('deployer');
    const named = { RoleName: 'deployer', PolicyName: 'read' };
    await invokeAs(emulator, learner, 'PutRolePolicy', { ...named, PolicyDocument: readAll });
    const read = await invokeAs<GetRolePolicyCommandOutput>(emulator, learner, 'GetRolePolicy', named);
    expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(readAll);
    expect(await invokeAs(emulator, learner, 'ListRolePolicies', { RoleName: 'deployer' })).toEqual({
      PolicyNames: ['read'],
      IsTruncated: false,
    });
    await expect(
      invokeAs(emulator, learner, 'GetRolePolicy', { ...named, PolicyName: 'other' }),
    ).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: 'The role policy with name other cannot be found.',
    });
    await expect(
      invokeAs(emulator, learner, 'PutRolePolicy', { ...named, PolicyDocument: statement({ Action: '*' }) }),
    ).rejects.toMatchObject({ message: 'Policy statement must contain resources.' });
    const large = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'x'.repeat(10_240)}` }],
    });
    await expect(
      invokeAs(emulator, learner, 'PutRolePolicy', { ...named, PolicyDocument: large }),
    ).rejects.toMatchObject({
      code: 'LimitExceeded',
      message: 'Maximum policy size of 10240 bytes exceeded for role deployer',
    });
  });

  it('store attachments and tags', async () => {
    await create('deployer');
    const RoleName = 'deployer';
    const s3 = 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess';
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName, PolicyArn: s3 });
    await invokeAs(emulator, learner, 'AttachRolePolicy', { RoleName, PolicyArn: s3 });
    expect(
      await invokeAs<ListAttachedRolePoliciesCommandOutput>(emulator, learner, 'ListAttachedRolePolicies', {
        RoleName,
      }),
    ).toEqual({
      AttachedPolicies: [{ PolicyName: 'AmazonS3ReadOnlyAccess', PolicyArn: s3 }],
      IsTruncated: false,
    });
    await expect(
      invokeAs(emulator, learner, 'AttachRolePolicy', {
        RoleName,
        PolicyArn: 'arn:aws:iam::aws:policy/NoSuch',
      }),
    ).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: 'Policy arn:aws:iam::aws:policy/NoSuch does not exist or is not attachable.',
    });
    await invokeAs(emulator, learner, 'TagRole', { RoleName, Tags: [{ Key: 'Seat', Value: 'a1' }] });
    await invokeAs(emulator, learner, 'TagRole', { RoleName, Tags: [{ Key: 'seat', Value: 'a2' }] });
    const tags = await invokeAs<ListRoleTagsCommandOutput>(emulator, learner, 'ListRoleTags', { RoleName });
    expect(tags.Tags).toEqual([{ Key: 'seat', Value: 'a2' }]);
    await invokeAs(emulator, learner, 'UntagRole', { RoleName, TagKeys: ['seat', 'never-there'] });
    expect(await invokeAs(emulator, learner, 'ListRoleTags', { RoleName })).toMatchObject({ Tags: [] });
  });

  it("deny a caller in AWS's words", async () => {
    await create('deployer');
    const poor = userOf(emulator, 'poor');
    const arn = `arn:aws:iam::${accountId}:user/poor`;
    await expect(invokeAs(emulator, poor, 'GetRole', { RoleName: 'deployer' })).rejects.toMatchObject({
      code: 'AccessDenied',
      status: 403,
      message: `User: ${arn} is not authorized to perform: iam:GetRole on resource: role deployer because no identity-based policy allows the iam:GetRole action`,
    });
    await expect(invokeAs(emulator, poor, 'ListRoles')).rejects.toMatchObject({
      message: expect.stringContaining(`on resource: arn:aws:iam::${accountId}:role/ because`),
    });
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }],
    });
    await invokeAs(emulator, learner, 'PutUserPolicy', {
      UserName: 'poor',
      PolicyName: 'no',
      PolicyDocument,
    });
    await expect(invokeAs(emulator, poor, 'GetRole', { RoleName: 'deployer' })).rejects.toMatchObject({
      message: expect.stringContaining('with an explicit deny in an identity-based policy'),
    });
  });

  it('limit a caller by the tags of roles and of requests', async () => {
    const seat = userOf(emulator, 'seat');
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['iam:CreateRole', 'iam:TagRole'],
          Resource: '*',
          Condition: { StringEquals: { 'aws:RequestTag/seat': 'a1' } },
        },
        {
          Effect: 'Allow',
          Action: 'iam:GetRole',
          Resource: '*',
          Condition: { StringEquals: { 'aws:ResourceTag/seat': 'a1' } },
        },
      ],
    });
    await invokeAs(emulator, learner, 'PutUserPolicy', {
      UserName: 'seat',
      PolicyName: 'seat',
      PolicyDocument,
    });
    const make = (RoleName: string, Tags: object[]) =>
      invokeAs(emulator, seat, 'CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Tags });
    await make('mine', [{ Key: 'seat', Value: 'a1' }]);
    await expect(make('other', [{ Key: 'seat', Value: 'a2' }])).rejects.toMatchObject({
      code: 'AccessDenied',
    });
    await expect(make('other', [])).rejects.toMatchObject({ code: 'AccessDenied' });
    await create('theirs', { Tags: [{ Key: 'seat', Value: 'a2' }] });
    await invokeAs(emulator, seat, 'GetRole', { RoleName: 'mine' });
    await expect(invokeAs(emulator, seat, 'GetRole', { RoleName: 'theirs' })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });
});

function statement(members: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...members }] });
}
