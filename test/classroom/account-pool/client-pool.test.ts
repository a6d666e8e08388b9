import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AttachRolePolicyCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openClientPool } from '../../../classroom/account-pool/client-pool.ts';
import type { Access } from '../../../classroom/seat.ts';
import { resolveTarget } from '../../../lab-home/target.ts';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { type Practice, startPractice } from '../../../practice/start.ts';
import { policyDocument } from '../../../scenarios/finished-lab/role-policy.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';

const root = mkdtempSync(join(tmpdir(), 'seat-access-'));
let practice: Practice;

const roleOf = (RoleName: string): Access => ({
  kind: 'role',
  roleArn: `arn:aws:iam::${practice.accountId}:role/${RoleName}`,
});

beforeAll(async () => {
  practice = await startPractice({ port: 0, stateDir: root });
  const { iam, destroy } = clientsOf(practice);
  const Principal = { AWS: `arn:aws:iam::${practice.accountId}:root` };
  const trust = policyDocument([{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }]);
  for (const RoleName of ['one', 'two']) {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
  destroy();
});

afterAll(async () => {
  await practice.close();
  rmSync(root, { recursive: true, force: true });
});

const opened = async () => openClientPool(await resolveTarget({}, practice.exports));

async function who(access: ReturnType<typeof openClientPool>, role: Access): Promise<string | undefined> {
  const client = await access.clientsOf(role, practice.region).get('sts');
  return (await client.send(new GetCallerIdentityCommand({}))).Arn;
}

const keyOf = async (access: ReturnType<typeof openClientPool>, role: Access) =>
  (await access.clientsOf(role, practice.region).credentials()).accessKeyId;

test('a role is assumed once, also after its clients were released, and again after it was dropped', async () => {
  const access = await opened();
  const [one, two] = [roleOf('one'), roleOf('two')];
  const [first, other] = [await keyOf(access, one), await keyOf(access, two)];
  expect(other).not.toBe(first);

  access.release(one);
  expect(await keyOf(access, one)).toBe(first);
  expect(await who(access, one)).toContain('assumed-role/one/');

  access.release(one);
  access.forget(one);
  expect(await keyOf(access, one)).not.toBe(first);
  expect(await keyOf(access, two)).toBe(other);
  access.destroy();
});

test('clients that close do not affect the calls of others, although all share their sockets', async () => {
  const access = await opened();
  const [one, two] = [roleOf('one'), roleOf('two')];
  await Promise.all([who(access, one), who(access, two)]);
  await adminClient(practice.exports).setFaultInjection({ latency: 400 });
  const underWay = Array.from({ length: 20 }, () => who(access, two));
  await pause(150);
  access.forget(one);
  for (const arn of await Promise.all(underWay)) expect(arn).toContain('assumed-role/two/');
  await adminClient(practice.exports).setFaultInjection({ latency: 0 });
  access.destroy();
});

test('nothing stays open after its last use', async () => {
  const access = await opened();
  const client = await access.clientsOf(roleOf('one'), practice.region).get('sts');
  await client.send(new GetCallerIdentityCommand({}));
  const handler = client.config.requestHandler as unknown as {
    httpHandlerConfigs(): { httpAgent?: { freeSockets: Record<string, { destroyed: boolean }[]> } };
  };
  const { httpAgent } = handler.httpHandlerConfigs();
  const sockets = Object.values(httpAgent?.freeSockets ?? {}).flat();
  expect(sockets.length).toBeGreaterThan(0);
  access.destroy();
  expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
});
