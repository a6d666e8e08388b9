import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { openCompanion } from '../../companion/server/server.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { tokenOf } from '../kit/companion.ts';
import { jsonType, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { raw, post } = companion;

const aws = async (argv: unknown, more: object = {}) => {
  const { status, body } = await post('/api/console/aws', { argv, ...more });
  return {
    status,
    result: JSON.parse(body) as { output?: unknown; error?: { code?: string; message: string } },
  };
};

describe('the practice console', () => {
  it('is one page at each of its addresses, and connects only to this server', async () => {
    for (const path of ['/console', '/console/', '/console/s3/buckets/..%2f..', '/console/<script>']) {
      const { status, body } = await raw(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain("default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'");
      expect(body).not.toContain('<script>');
      expect(body).not.toContain(companion.token);
    }
    expect((await raw('/consoles')).status).toBe(404);
  });

  it("runs commands of the AWS CLI, and returns AWS's answer", async () => {
    expect((await aws(['sts', 'get-caller-identity'])).result.output).toMatchObject({
      Account: '000000000000',
    });
    const { result } = await aws(['s3api', 'get-bucket-location', '--bucket', 'not-there-at-all']);
    expect(result.error).toMatchObject({ code: 'NoSuchBucket' });
    expect(result.error?.message).toContain('(NoSuchBucket) when calling the GetBucketLocation operation');
  });

  it.each([
    ['to another server', ['sts', 'get-caller-identity', '--endpoint-url', 'http://127.0.0.1:1']],
    ['to another server in one word', ['sts', 'get-caller-identity', '--endpoint-url=http://127.0.0.1:1']],
    ['with other keys', ['sts', 'get-caller-identity', '--profile', 'work']],
    ['that writes a file', ['s3api', 'get-object', '--bucket', 'b', '--key', 'k', '/tmp/written']],
    ['that changes settings', ['configure', 'set', 'region', 'x']],
    ['of another service', ['ec2', 'describe-instances']],
    ['with an unknown operation', ['s3api', 'drop-everything']],
    ['without a service', ['--version']],
  ])('rejects a command %s', async (_name, argv) => {
    const { status, result } = await aws(argv);
    expect(status).toBe(200);
    expect(result.output).toBeUndefined();
    expect(result.error?.code).toBeUndefined();
    expect(result.error?.message).toMatch(/does not run|does not know/);
  });

  it('reads no file of this machine, whatever form its name has', async () => {
    const secret = join(companion.root, 'secret.txt');
    for (const argv of [
      ['iam', 'create-role', '--role-name', 'r', '--assume-role-policy-document', `file://${secret}`],
      ['s3api', 'put-object', '--bucket', 'b', '--key', 'k', '--body', secret],
      ['s3api', 'create-bucket', '--cli-input-json', `file://${secret}`],
    ]) {
      const { result } = await aws(argv);
      expect(result.error?.message).toContain('it was not sent along');
      expect(JSON.stringify(result)).not.toContain('secret"');
    }
  });

  it.each([
    ['no words', {}],
    ['invalid words', { argv: 'sts get-caller-identity' }],
    ['an empty command', { argv: [] }],
    ['an invalid word', { argv: ['sts', 7] }],
    ['invalid files', { argv: ['sts', 'get-caller-identity'], files: [] }],
    ['an invalid file', { argv: ['sts', 'get-caller-identity'], files: { a: 1 } }],
  ])('rejects a request with %s', async (_name, body) => {
    expect((await post('/api/console/aws', body)).status).toBe(400);
  });

  it('has no other routes', async () => {
    expect((await post('/api/console/else', {})).status).toBe(404);
    expect(JSON.parse((await post('/api/console/host/nothing', {})).body).error).toContain(
      'has no "nothing"',
    );
    const headers = { 'x-lab-token': companion.token };
    expect((await raw('/api/console/aws', headers)).status).toBe(405);
  });

  it('does not exist for a live account', async () => {
    const real = await openCompanion({
      folder: join(companion.root, 'site'),
      assets: join(companion.root, 'assets'),
      port: 0,
      ...accountBackend({}, companion.lab.env, new AbortController().signal),
      console: mountConsole(),
      onInternalError: (error) => companion.internalErrors.push(error),
    });
    const token = await tokenOf(real);
    const session = await fetch(`${real.address}/api/session`, { headers: { 'x-lab-token': token } });
    expect(await session.json()).toMatchObject({ console: false });
    const answer = await fetch(`${real.address}/api/console/aws`, {
      method: 'POST',
      headers: { ...jsonType, 'x-lab-token': token },
      body: JSON.stringify({ argv: ['s3api', 'list-buckets'] }),
    });
    expect(answer.status).toBe(404);
    await real.close();
  });
});
