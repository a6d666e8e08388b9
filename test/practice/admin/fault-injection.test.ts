import { ListPipelinesCommand } from '@aws-sdk/client-codepipeline';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ListConnectionsCommand } from '../../../checker/account/connections-client.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { type AdminTestAccount, openAdminTestAccount } from './admin-test-account.ts';

let admin: AdminTestAccount;
beforeAll(async () => {
  admin = await openAdminTestAccount();
  await admin.clients.s3.send(new CreateBucketCommand({ Bucket: 'weather' }));
});
afterEach(() => admin.api.stopFaultInjection());
afterAll(() => admin.close());

/** The error's name and status, or `ok`. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? ''} ${message}`;
  }
}

const whoAmI = () => admin.clients.sts.send(new GetCallerIdentityCommand({}));

it("throttles each service in its own protocol's words, and no other service", async () => {
  const throttle = { s3: 1, iam: 1, codepipeline: 1, 'codestar-connections': 1, codeconnections: 1 };
  await admin.api.setFaultInjection({ throttle });
  const { s3, iam, pipelines, connections } = admin.clients;
  expect(await outcome(s3.send(new ListBucketsCommand({})))).toBe(
    'SlowDown 503 Please reduce your request rate.',
  );
  expect(await outcome(iam.send(new ListRolesCommand({})))).toBe('Throttling 400 Rate exceeded');
  const json = 'ThrottlingException 400 Rate exceeded';
  expect(await outcome(pipelines.send(new ListPipelinesCommand({})))).toBe(json);
  expect(await outcome(connections.send(new ListConnectionsCommand({})))).toBe(json);
  expect(await outcome(whoAmI())).toBe('ok');
  expect((await admin.api.faultInjection()).counts).toMatchObject({ calls: 5, throttled: 4 });
});

it('fails calls with a 500 that retries overcome', async () => {
  await admin.api.setFaultInjection({ errors: 1 });
  const { s3, iam } = admin.clients;
  expect(await outcome(s3.send(new CreateBucketCommand({ Bucket: 'never-made' })))).toContain(
    'InternalError 500',
  );
  expect(await outcome(iam.send(new ListRolesCommand({})))).toContain('InternalFailure 500');
  await admin.api.stopFaultInjection();
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  expect(Buckets.map(({ Name }) => Name)).not.toContain('never-made');
});

it('is the same sequence for the same seed, and another for another', async () => {
  const sequence = async (seed: number) => {
    await admin.api.setFaultInjection({ throttle: { sts: 0.4 }, errors: 0.2, drop: 0.2, seed });
    const outcomes: string[] = [];
    for (let n = 0; n < 40; n++) outcomes.push((await outcome(whoAmI())).split(' ')[0] ?? '');
    return outcomes;
  };
  const first = await sequence(7);
  expect(await sequence(7)).toEqual(first);
  expect(await sequence(8)).not.toEqual(first);
  for (const kind of ['ok', 'Throttling', 'InternalFailure'])
    expect(first.filter((each) => each === kind).length, kind).toBeGreaterThan(3);
});

it('keeps latency within its bounds', async () => {
  await admin.api.setFaultInjection({ latency: { min: 80, max: 120 } });
  const started = performance.now();
  await whoAmI();
  await whoAmI();
  const took = performance.now() - started;
  expect(took).toBeGreaterThan(155);
  await admin.api.setFaultInjection({ latency: 60 });
  const again = performance.now();
  await whoAmI();
  expect(performance.now() - again).toBeGreaterThan(55);
});

it('drops a connection before the call, and closes one during the answer after the call', async () => {
  const { s3 } = admin.clients;
  await admin.api.setFaultInjection({ drop: 1 });
  expect(await outcome(s3.send(new CreateBucketCommand({ Bucket: 'dropped' })))).toMatch(
    /ECONNRESET|hang up/,
  );
  await admin.api.setFaultInjection({ halfClose: 1 });
  expect(await outcome(s3.send(new CreateBucketCommand({ Bucket: 'half-closed' })))).not.toBe('ok');
  expect(await outcome(s3.send(new ListBucketsCommand({})))).not.toBe('ok');
  await admin.api.stopFaultInjection();
  const names = (await s3.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name);
  expect(names).toContain('half-closed');
  expect(names).not.toContain('dropped');
});

it('sends a slow body completely, piece by piece', async () => {
  const { s3 } = admin.clients;
  const text = 'x'.repeat(20_000);
  await s3.send(new PutObjectCommand({ Bucket: 'weather', Key: 'page', Body: text }));
  await admin.api.setFaultInjection({ slowBody: 30 });
  const started = performance.now();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'weather', Key: 'page' }));
  const headers = performance.now() - started;
  expect(await Body?.transformToString()).toBe(text);
  expect(performance.now() - started - headers).toBeGreaterThan(100);
});

it("does not affect the account's own paths", async () => {
  await admin.api.setFaultInjection({ drop: 1, errors: 1 });
  const git = await fetch(`${admin.practice.endpoint}/_git/a/b.git/info/refs?service=git-upload-pack`);
  expect(git.status).toBe(401);
  expect((await admin.api.faultInjection()).weather).toMatchObject({ drop: 1, errors: 1 });
});

it.each([
  [{ latency: -1 }, 'latency is -1; expected a number from 0 to 600000.'],
  [{ latency: { min: 5 } }, 'latency.max is missing; expected milliseconds.'],
  [{ latency: { min: 5, max: 4 } }, 'latency.max is 4; expected a number from 5 to 600000.'],
  [{ errors: 2 }, 'errors is 2; expected a number from 0 to 1.'],
  [{ drop: '0.5' }, 'drop is "0.5"; expected a number from 0 to 1.'],
  [{ throttle: 0.5 }, 'throttle: expected a rate for each service, such as {"s3": 0.5}.'],
  [{ throttle: { ec2: 1 } }, '"ec2" is not known here; known: s3, iam, sts, codepipeline'],
  [{ throtle: {} }, '"throtle" is not known here; known: latency, throttle'],
  [{ seed: 1.5 }, 'seed is 1.5; expected a whole number'],
  ['{', 'The body is not JSON.'],
  ['[]', 'The body is not a JSON object.'],
])('rejects %j', async (body, message) => {
  const { status, json } = await admin.send('PUT', 'weather', body);
  expect(status).toBe(400);
  expect(json.error).toContain(message);
  expect((await admin.api.faultInjection()).weather).toBeNull();
});

it('limits the calls per second of each account and service, and of no other', async () => {
  const limit = 5;
  await admin.api.setFaultInjection({ limit: { iam: limit } });
  const { s3, iam } = admin.clients;
  const many = <T>(call: () => Promise<T>) => Promise.all(Array.from({ length: 40 }, () => outcome(call())));
  const began = performance.now();
  const outcomes = await many(() => iam.send(new ListRolesCommand({})));
  const seconds = (performance.now() - began) / 1000;
  const [ok, refused] = ['ok', 'Throttling 400 Rate exceeded'].map(
    (wanted) => outcomes.filter((one) => one === wanted).length,
  );
  expect((ok ?? 0) + (refused ?? 0)).toBe(40);
  expect(ok).toBeGreaterThanOrEqual(limit);
  expect(ok).toBeLessThanOrEqual(limit + Math.ceil(seconds * limit));
  expect(new Set(await many(() => s3.send(new ListBucketsCommand({}))))).toEqual(new Set(['ok']));
  const { exports } = (await admin.api.createAccount({ accountId: '111122223333' })) as unknown as {
    exports: Record<string, string>;
  };
  const other = clientsOf({ region: 'us-east-1', endpoint: exports.AWS_ENDPOINT_URL ?? '', exports });
  expect(await outcome(other.iam.send(new ListRolesCommand({})))).toBe('ok');
  other.destroy();
  await expect(admin.api.setFaultInjection({ limit: { iam: 0 } })).rejects.toThrow('limit.iam');
});
