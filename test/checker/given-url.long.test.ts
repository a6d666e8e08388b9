import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { pageHtml } from '../../scenarios/finished-lab/repository.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { checkLab } from './check-lab.ts';
import { faultsOf } from './faults-of.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
});
afterAll(() => built.close());

describe('a given URL', () => {
  const sign = (expiresIn: number) =>
    getSignedUrl(
      lab.clients.s3,
      new GetObjectCommand({ Bucket: lab.names.deployBucket, Key: 'index.html' }),
      { expiresIn },
    );
  const given = async (url: string) => faultsOf(await checkLab(lab, '7', { url }));

  it('passes if it works', async () => {
    expect(await given(await sign(60))).toEqual([]);
  });

  it('fails if it was tampered with', async () => {
    const url = (await sign(60)).replace(/X-Amz-Signature=./, 'X-Amz-Signature=0');
    expect(await given(url.replace('Expires=60', 'Expires=61'))).toEqual([
      'step-7 fail presigned.given url-tampered',
    ]);
  });

  it('fails if it was signed with an unknown key', async () => {
    const url = (await sign(60)).replace(/X-Amz-Credential=\w+/, 'X-Amz-Credential=AKIAIOSFODNN7EXAMPLE');
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-unknown-key']);
  });

  it('fails if it has no signature', async () => {
    const url = `${lab.practice.endpoint}/${lab.names.deployBucket}/index.html`;
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-not-presigned']);
    expect(await given('index.html')).toEqual(['step-7 fail presigned.given url-not-presigned']);
  });

  it('fails without a request if it points to another server', async () => {
    const requests: string[] = [];
    const server = createServer((request, answer) => {
      requests.push(request.url ?? '');
      answer.writeHead(200, { 'content-type': 'text/html' });
      answer.end(pageHtml(2));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = (await sign(60)).replace(/127\.0\.0\.1:\d+/, host);
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-other-object']);
    expect(await given(`http://${host}/latest/meta-data`)).toEqual([
      'step-7 fail presigned.given url-not-presigned',
    ]);
    server.close();
    expect(requests).toEqual([]);
  });

  it('fails if its expiry is unreadable', async () => {
    const url = (await sign(60)).replace('X-Amz-Expires=60', 'X-Amz-Expires=soon');
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-tampered']);
    const far = `${lab.practice.endpoint}/${lab.names.deployBucket}/index.html?AWSAccessKeyId=x&Signature=y`;
    expect(await given(`${far}&Expires=99999999999`)).toEqual([
      'step-7 fail presigned.given url-unknown-key',
    ]);
    // There is no date at all. S3 rejects the URL in its own words, and the check shows them unchanged.
    expect(await given(`${far}&Expires=99999999999999999`)).toEqual(['step-7 fail presigned.given -']);
  });

  it('fails if it points to another object', async () => {
    const url = (await sign(60)).replace('index.html', 'other.html');
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-other-object']);
  });

  it('fails if it expired', async () => {
    const later = await built.open();
    const url = await getSignedUrl(
      later.clients.s3,
      new GetObjectCommand({ Bucket: later.names.deployBucket, Key: 'index.html' }),
      { expiresIn: 60, signingDate: new Date(Date.now() - 3_600_000) },
    );
    expect(faultsOf(await checkLab(later, '7', { url }))).toEqual([
      'step-7 fail presigned.given url-expired',
    ]);
  });
});

describe('a URL that was signed in another way', () => {
  const session = async (from: LabAccount) => {
    await from.clients.iam.send(
      new CreateRoleCommand({
        RoleName: 'reader',
        AssumeRolePolicyDocument: policyDocument([
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${from.practice.accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ]),
      }),
    );
    await from.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName: 'reader',
        PolicyName: 'read',
        PolicyDocument: policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }]),
      }),
    );
    const { Credentials } = await from.clients.sts.send(
      new AssumeRoleCommand({
        RoleArn: `arn:aws:iam::${from.practice.accountId}:role/reader`,
        RoleSessionName: 'reader',
        DurationSeconds: 900,
      }),
    );
    return {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
  };

  it('fails if the session that signed it has ended, whatever its expiry', async () => {
    const from = await built.open();
    const s3 = new S3Client({
      region: 'us-east-1',
      endpoint: from.practice.endpoint,
      forcePathStyle: true,
      credentials: await session(from),
    });
    const command = new GetObjectCommand({ Bucket: from.names.deployBucket, Key: 'index.html' });
    const url = await getSignedUrl(s3, command, { expiresIn: 3600 });
    s3.destroy();
    expect(faultsOf(await checkLab(from, '7', { url }))).toEqual([]);
    from.practice.emulator.clock.shiftOffset(16 * 60_000);
    const run = await checkLab(from, '7', { url });
    const given = run.steps[0]?.findings.find(({ check }) => check === 'presigned.given');
    expect(given?.cause).toBe('url-session-over');
  });

  it('passes with the old query signing of CLI v1', async () => {
    const { accessKeyId, secretAccessKey } = {
      accessKeyId: lab.env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: lab.env.AWS_SECRET_ACCESS_KEY ?? '',
    };
    const path = `/${lab.names.deployBucket}/index.html`;
    const sign = (expires: number) => {
      const signature = createHmac('sha1', secretAccessKey)
        .update(`GET\n\n\n${expires}\n${path}`)
        .digest('base64');
      const query = new URLSearchParams({
        AWSAccessKeyId: accessKeyId,
        Signature: signature,
        Expires: String(expires),
      });
      return `${lab.practice.endpoint}${path}?${query}`;
    };
    const now = Math.floor(Date.now() / 1000);
    const findings = async (url: string) => faultsOf(await checkLab(lab, '7', { url }));
    expect(await findings(sign(now + 60))).toEqual([]);
    expect(await findings(sign(now - 60))).toEqual(['step-7 fail presigned.given url-expired']);
    expect(await findings(sign(now + 60).replace(/Expires=\d+/, `Expires=${now + 61}`))).toEqual([
      'step-7 fail presigned.given url-tampered',
    ]);
  });
});
