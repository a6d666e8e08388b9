import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finishedLab, type LabAccount } from '../support/finished-lab.ts';
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

  it('works', async () => {
    expect(await given(await sign(60))).toEqual([]);
  });

  it('was tampered with', async () => {
    const url = (await sign(60)).replace(/X-Amz-Signature=./, 'X-Amz-Signature=0');
    expect(await given(url.replace('Expires=60', 'Expires=61'))).toEqual([
      'step-7 fail presigned.given url-tampered',
    ]);
  });

  it('was signed with a key that nobody knows', async () => {
    const url = (await sign(60)).replace(/X-Amz-Credential=\w+/, 'X-Amz-Credential=AKIAIOSFODNN7EXAMPLE');
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-unknown-key']);
  });

  it('carries no signature', async () => {
    const url = `${lab.practice.endpoint}/${lab.names.deployBucket}/index.html`;
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-not-presigned']);
    expect(await given('index.html')).toEqual(['step-7 fail presigned.given url-not-presigned']);
  });

  it('leads to another object', async () => {
    const url = (await sign(60)).replace('index.html', 'other.html');
    expect(await given(url)).toEqual(['step-7 fail presigned.given url-other-object']);
  });

  it('expired', async () => {
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
