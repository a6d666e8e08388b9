import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountId } from './emulator.ts';
import { type Listening, listen } from './http.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const PolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: "arn:aws:s3:::b/*&'é" }],
});

let practice: Listening;
let client: iam.IAMClient;
beforeAll(async () => {
  practice = await listen();
  client = new iam.IAMClient(practice.as(practice.key));
});
afterAll(async () => {
  client.destroy();
  await practice.close();
  expect(practice.internalErrors).toEqual([]);
});

const trust = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

describe('IAM over HTTP', () => {
  it('supports the whole life of a role', async () => {
    const RoleName = 'life';
    const tags = [
      { Key: 'lab', Value: 'codepipeline-lab' },
      { Key: 'seat', Value: '' },
    ];
    const AssumeRolePolicyDocument = trust({ Service: 'codepipeline.amazonaws.com' });
    const made = await client.send(
      new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: tags, Description: 'a <b> & c' }),
    );
    expect(made.Role?.CreateDate).toBeInstanceOf(Date);
    await client.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument }));
    await client.send(new iam.AttachRolePolicyCommand({ RoleName, PolicyArn: admin }));

    const { Role } = await client.send(new iam.GetRoleCommand({ RoleName }));
    expect(Role).toMatchObject({ RoleName, Description: 'a <b> & c', Tags: tags, MaxSessionDuration: 3600 });
    expect(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument);
    const inline = await client.send(new iam.GetRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
    expect(decodeURIComponent(inline.PolicyDocument ?? '')).toBe(PolicyDocument);
    const attached = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
    expect(attached.AttachedPolicies).toEqual([{ PolicyName: 'AdministratorAccess', PolicyArn: admin }]);
    const profiles = await client.send(new iam.ListInstanceProfilesForRoleCommand({ RoleName }));
    expect(profiles).toMatchObject({ InstanceProfiles: [], IsTruncated: false });

    await client.send(new iam.DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
    await client.send(new iam.DetachRolePolicyCommand({ RoleName, PolicyArn: admin }));
    await client.send(new iam.DeleteRoleCommand({ RoleName }));
    await expect(client.send(new iam.GetRoleCommand({ RoleName }))).rejects.toBeInstanceOf(
      iam.NoSuchEntityException,
    );
  });

  it('returns lists in pages', async () => {
    for (let number = 0; number < 5; number += 1) {
      await client.send(
        new iam.CreateRoleCommand({
          RoleName: `page-${number}`,
          Path: '/pages/',
          AssumeRolePolicyDocument: trust({ AWS: '*' }),
        }),
      );
    }
    const names: (string | undefined)[] = [];
    for await (const page of iam.paginateListRoles({ client, pageSize: 2 }, { PathPrefix: '/pages/' })) {
      expect(page.Roles?.length).toBeLessThanOrEqual(2);
      names.push(...(page.Roles ?? []).map(({ RoleName }) => RoleName));
    }
    expect(names).toEqual(['page-0', 'page-1', 'page-2', 'page-3', 'page-4']);
  });

  it("returns errors as the SDK's own classes", async () => {
    const refused = client.send(
      new iam.CreateRoleCommand({ RoleName: 'bad', AssumeRolePolicyDocument: '{' }),
    );
    await expect(refused).rejects.toBeInstanceOf(iam.MalformedPolicyDocumentException);
    const policy = { PolicyName: 'versions', PolicyDocument };
    const { Policy } = await client.send(new iam.CreatePolicyCommand(policy));
    const PolicyArn = Policy?.Arn;
    await expect(client.send(new iam.CreatePolicyCommand(policy))).rejects.toBeInstanceOf(
      iam.EntityAlreadyExistsException,
    );
    await client.send(new iam.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault: true }));
    await expect(client.send(new iam.DeletePolicyCommand({ PolicyArn }))).rejects.toBeInstanceOf(
      iam.DeleteConflictException,
    );
    await expect(
      client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId: '2' })),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('returns a map of numbers', async () => {
    const { SummaryMap } = await client.send(new iam.GetAccountSummaryCommand({}));
    expect(SummaryMap).toMatchObject({ UsersQuota: 5000, AccountMFAEnabled: 0 });
  });

  it('limits a user to its permissions, and names them', async () => {
    const UserName = 'guest';
    await client.send(new iam.CreateUserCommand({ UserName }));
    const { AccessKey } = await client.send(new iam.CreateAccessKeyCommand({ UserName }));
    const guest = new iam.IAMClient(
      practice.as({
        accessKeyId: AccessKey?.AccessKeyId ?? '',
        secretAccessKey: AccessKey?.SecretAccessKey ?? '',
      }),
    );
    await expect(guest.send(new iam.GetRoleCommand({ RoleName: 'any' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
      message: `User: arn:aws:iam::${accountId}:user/guest is not authorized to perform: iam:GetRole on resource: role any because no identity-based policy allows the iam:GetRole action`,
    });
    guest.destroy();
  });
});

describe('STS over HTTP', () => {
  it('returns a session that can call and that expires', async () => {
    const RoleName = 'session';
    const AssumeRolePolicyDocument = trust({ AWS: `arn:aws:iam::${accountId}:user/learner` });
    const { Role } = await client.send(new iam.CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const sts = new STSClient(practice.as(practice.key));
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'me', DurationSeconds: 900 }),
    );
    const session = new STSClient(
      practice.as({
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken ?? '',
      }),
    );
    const whoami = () => session.send(new GetCallerIdentityCommand({}));
    expect(await whoami()).toMatchObject({
      Account: accountId,
      Arn: `arn:aws:sts::${accountId}:assumed-role/session/me`,
      UserId: `${Role?.RoleId}:me`,
    });
    expect((await client.send(new iam.GetRoleCommand({ RoleName }))).Role?.RoleLastUsed?.Region).toBe(
      'us-east-1',
    );
    // The SDK signs with the server's date after it noticed that the clocks differ, so its own clock is moved too.
    practice.emulator.clock.shiftOffset(901_000);
    const late = new STSClient({
      ...practice.as(await session.config.credentials()),
      systemClockOffset: 901_000,
    });
    await expect(late.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: 'ExpiredToken',
    });
    practice.emulator.clock.shiftOffset(-901_000);
    for (const one of [sts, session, late]) one.destroy();
  });
});
