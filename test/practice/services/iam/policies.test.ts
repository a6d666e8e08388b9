import type {
  CreatePolicyCommandOutput,
  CreatePolicyVersionCommandOutput,
  GetPolicyCommandOutput,
  GetPolicyVersionCommandOutput,
  ListEntitiesForPolicyCommandOutput,
  ListPoliciesCommandOutput,
  ListPolicyVersionsCommandOutput,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Caller, Emulator } from '../../../../practice/core/emulator.ts';
import { iamService } from '../../../../practice/services/iam/service.ts';
import { accountId, invokeAs, makeEmulator, userOf } from './emulator.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const PolicyArn = `arn:aws:iam::${accountId}:policy/lab/read`;

let emulator: Emulator;
let learner: Caller;
beforeEach(() => {
  emulator = makeEmulator(iamService);
  learner = userOf(emulator, 'learner', [admin]);
});

function allow(action: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  });
}

const create = (PolicyDocument = allow('s3:Get*')) =>
  invokeAs<CreatePolicyCommandOutput>(emulator, learner, 'CreatePolicy', {
    PolicyName: 'read',
    Path: '/lab/',
    PolicyDocument,
  });
const version = (action: string, SetAsDefault = false) =>
  invokeAs<CreatePolicyVersionCommandOutput>(emulator, learner, 'CreatePolicyVersion', {
    PolicyArn,
    PolicyDocument: allow(action),
    SetAsDefault,
  });

describe('managed policies', () => {
  it('are created once, with a first version that is the default', async () => {
    expect((await create()).Policy).toMatchObject({
      Arn: PolicyArn,
      PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
      DefaultVersionId: 'v1',
      AttachmentCount: 0,
      IsAttachable: true,
    });
    await expect(create()).rejects.toMatchObject({
      code: 'EntityAlreadyExists',
      message: 'A policy called read already exists. Duplicate names are not allowed.',
    });
    await expect(
      invokeAs(emulator, learner, 'GetPolicy', { PolicyArn: `${PolicyArn}s` }),
    ).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: `Policy ${PolicyArn}s was not found.`,
    });
  });

  it.each([
    ['[]', 'Syntax errors in policy.'],
    ['{', 'Syntax errors in policy.'],
    [
      JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }),
      'Policy document must be version 2012-10-17 or greater.',
    ],
    [allow('GetObject'), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    [allow('s3:*').replace('"*"', '"my-bucket"'), 'Resource my-bucket must be in ARN format or "*".'],
    [
      allow('s3:*').replace('"Effect"', '"Principal":"*","Effect"'),
      'Policy document should not specify a principal.',
    ],
    [
      allow('s3:*').replace('"Effect"', '"Condition":{"StringEqual":{"a":"b"}},"Effect"'),
      'Syntax errors in policy.',
    ],
  ])('reject the document %s', async (document, message) => {
    await expect(create(document)).rejects.toMatchObject({ code: 'MalformedPolicyDocument', message });
  });

  it('have up to five versions, whose numbers are never used again', async () => {
    await create();
    for (const action of ['s3:Put*', 's3:List*', 's3:Delete*', 's3:*']) await version(action);
    await expect(version('iam:*')).rejects.toMatchObject({ code: 'LimitExceeded', status: 409 });
    const remove = (VersionId: string) =>
      invokeAs(emulator, learner, 'DeletePolicyVersion', { PolicyArn, VersionId });
    await expect(remove('v1')).rejects.toMatchObject({
      code: 'DeleteConflict',
      message: 'Cannot delete the default version of a policy.',
    });
    await remove('v5');
    expect((await version('iam:*', true)).PolicyVersion).toMatchObject({
      VersionId: 'v6',
      IsDefaultVersion: true,
    });
    const { Versions } = await invokeAs<ListPolicyVersionsCommandOutput>(
      emulator,
      learner,
      'ListPolicyVersions',
      {
        PolicyArn,
      },
    );
    expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['v6', 'v4', 'v3', 'v2', 'v1']);
    await invokeAs(emulator, learner, 'SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v2' });
    const { Policy } = await invokeAs<GetPolicyCommandOutput>(emulator, learner, 'GetPolicy', { PolicyArn });
    expect(Policy?.DefaultVersionId).toBe('v2');
    const read = await invokeAs<GetPolicyVersionCommandOutput>(emulator, learner, 'GetPolicyVersion', {
      PolicyArn,
      VersionId: 'v2',
    });
    expect(decodeURIComponent(read.PolicyVersion?.Document ?? '')).toBe(allow('s3:Put*'));
    await expect(remove('v5')).rejects.toMatchObject({
      code: 'NoSuchEntity',
      message: `Policy ${PolicyArn} version v5 does not exist or is not attachable.`,
    });
  });

  it('list what they are attached to, and are deleted only if detached and with one version', async () => {
    await create();
    await invokeAs(emulator, learner, 'AttachUserPolicy', { UserName: 'learner', PolicyArn });
    const entities = await invokeAs<ListEntitiesForPolicyCommandOutput>(
      emulator,
      learner,
      'ListEntitiesForPolicy',
      {
        PolicyArn,
      },
    );
    expect(entities).toMatchObject({
      PolicyUsers: [{ UserName: 'learner', UserId: learner.userId }],
      PolicyRoles: [],
      PolicyGroups: [],
      IsTruncated: false,
    });
    const remove = () => invokeAs(emulator, learner, 'DeletePolicy', { PolicyArn });
    await expect(remove()).rejects.toMatchObject({
      code: 'DeleteConflict',
      message: 'Cannot delete a policy attached to entities.',
    });
    await invokeAs(emulator, learner, 'DetachUserPolicy', { UserName: 'learner', PolicyArn });
    await version('s3:*');
    await expect(remove()).rejects.toMatchObject({
      code: 'DeleteConflict',
      message: expect.stringContaining('This policy has more than one version.'),
    });
    await invokeAs(emulator, learner, 'DeletePolicyVersion', { PolicyArn, VersionId: 'v2' });
    await remove();
    await expect(remove()).rejects.toMatchObject({ code: 'NoSuchEntity' });
  });

  it("are listed by scope, and AWS's own cannot be deleted", async () => {
    await create();
    const arns = async (input: object) => {
      const { Policies } = await invokeAs<ListPoliciesCommandOutput>(
        emulator,
        learner,
        'ListPolicies',
        input,
      );
      return Policies?.map(({ Arn }) => Arn);
    };
    expect(await arns({ Scope: 'Local' })).toEqual([PolicyArn]);
    expect(await arns({ Scope: 'AWS' })).toContain(admin);
    expect(await arns({ Scope: 'AWS' })).not.toContain(PolicyArn);
    expect(await arns({ OnlyAttached: true })).toEqual([admin]);
    await expect(invokeAs(emulator, learner, 'DeletePolicy', { PolicyArn: admin })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  it('apply their default version at once', async () => {
    await create(allow('iam:ListRoles'));
    const guest = userOf(emulator, 'guest', [PolicyArn]);
    await invokeAs(emulator, guest, 'ListRoles');
    await version('s3:*', true);
    await expect(invokeAs(emulator, guest, 'ListRoles')).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  it('limit as a permissions boundary, and allow nothing by themselves', async () => {
    await create(allow('iam:ListRoles'));
    const guest = userOf(emulator, 'guest', [admin]);
    await invokeAs(emulator, learner, 'PutUserPermissionsBoundary', {
      UserName: 'guest',
      PermissionsBoundary: PolicyArn,
    });
    await invokeAs(emulator, guest, 'ListRoles');
    await expect(invokeAs(emulator, guest, 'ListUsers')).rejects.toMatchObject({
      message: expect.stringContaining('because no permissions boundary allows the iam:ListUsers action'),
    });
    await invokeAs(emulator, learner, 'DetachUserPolicy', { UserName: 'guest', PolicyArn: admin });
    await expect(invokeAs(emulator, guest, 'ListRoles')).rejects.toMatchObject({ code: 'AccessDenied' });
  });
});

describe('the simulator', () => {
  it("returns the policies' decision for every action and resource", async () => {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::shelf/*' },
        { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
      ],
    });
    userOf(emulator, 'guest');
    await invokeAs(emulator, learner, 'PutUserPolicy', {
      UserName: 'guest',
      PolicyName: 's3',
      PolicyDocument,
    });
    const { EvaluationResults } = await invokeAs<{ EvaluationResults: { EvalDecision: string }[] }>(
      emulator,
      learner,
      'SimulatePrincipalPolicy',
      {
        PolicySourceArn: `arn:aws:iam::${accountId}:user/guest`,
        ActionNames: ['s3:GetObject', 's3:DeleteObject'],
        ResourceArns: ['arn:aws:s3:::shelf/book', 'arn:aws:s3:::desk/book'],
      },
    );
    expect(EvaluationResults.map(({ EvalDecision }) => EvalDecision)).toEqual([
      'allowed',
      'implicitDeny',
      'explicitDeny',
      'explicitDeny',
    ]);
  });
});
