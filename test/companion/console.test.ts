import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountBackend } from '../../companion/server/account-backend.ts';
import { openCompanion } from '../../companion/server/server.ts';
import { mountConsole } from '../../console/server/mount.ts';
import { jsonType, setUpCompanion } from './companion-client.ts';

const companion = setUpCompanion();
const { raw, post } = companion;

const aws = async (argv: unknown, more: object = {}) => {
  const { status, body } = await post('/api/console/aws', { argv, ...more });
  return {
    status,
    said: JSON.parse(body) as { output?: unknown; error?: { code?: string; message: string } },
  };
};

describe('the practice console', () => {
  it('is one page at any of its addresses, and speaks with this server alone', async () => {
    for (const path of ['/console', '/console/', '/console/s3/buckets/..%2f..', '/console/<script>']) {
      const { status, body } = await raw(path);
      expect([path, status]).toEqual([path, 200]);
      expect(body).toContain("default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'");
      expect(body).not.toContain('<script>');
      expect(body).not.toContain(companion.token);
    }
    expect((await raw('/consoles')).status).toBe(404);
  });

  it('runs commands of the AWS CLI, and says what AWS said', async () => {
    expect((await aws(['sts', 'get-caller-identity'])).said.output).toMatchObject({
      Account: '000000000000',
    });
    const { said } = await aws(['s3api', 'get-bucket-location', '--bucket', 'not-there-at-all']);
    expect(said.error).toMatchObject({ code: 'NoSuchBucket' });
    expect(said.error?.message).toContain('(NoSuchBucket) when calling the GetBucketLocation operation');
  });

  it.each([
    ['to another server', ['sts', 'get-caller-identity', '--endpoint-url', 'http://127.0.0.1:1']],
    ['to another server, joined', ['sts', 'get-caller-identity', '--endpoint-url=http://127.0.0.1:1']],
    ['with other keys', ['sts', 'get-caller-identity', '--profile', 'work']],
    ['that writes a file', ['s3api', 'get-object', '--bucket', 'b', '--key', 'k', '/tmp/written']],
    ['of settings', ['configure', 'set', 'region', 'x']],
    ['of another service', ['ec2', 'describe-instances']],
    ['of no operation', ['s3api', 'drop-everything']],
    ['that is no command', ['--version']],
  ])('runs no command %s', async (_name, argv) => {
    const { status, said } = await aws(argv);
    expect(status).toBe(200);
    expect(said.output).toBeUndefined();
    expect(said.error?.code).toBeUndefined();
    expect(said.error?.message).toMatch(/does not run|does not know/);
  });

  it('reads no file of this machine, whichever way it is named', async () => {
    const secret = join(companion.root, 'secret.txt');
    for (const argv of [
      ['iam', 'create-role', '--role-name', 'r', '--assume-role-policy-document', `file://${secret}`],
      ['s3api', 'put-object', '--bucket', 'b', '--key', 'k', '--body', secret],
      ['s3api', 'create-bucket', '--cli-input-json', `file://${secret}`],
    ]) {
      const { said } = await aws(argv);
      expect(said.error?.message).toContain('it was not sent along');
      expect(JSON.stringify(said)).not.toContain('secret"');
    }
  });

  it.each([
    ['no words', {}],
    ['words that are none', { argv: 'sts get-caller-identity' }],
    ['an empty command', { argv: [] }],
    ['a word that is none', { argv: ['sts', 7] }],
    ['files that are none', { argv: ['sts', 'get-caller-identity'], files: [] }],
    ['a file that is none', { argv: ['sts', 'get-caller-identity'], files: { a: 1 } }],
  ])('%s: refused', async (_name, body) => {
    expect((await post('/api/console/aws', body)).status).toBe(400);
  });

  it('has no other doors', async () => {
    expect((await post('/api/console/else', {})).status).toBe(404);
    expect(JSON.parse((await post('/api/console/host/nothing', {})).body).error).toContain(
      'has no "nothing"',
    );
    expect((await raw('/api/console/aws')).status).toBe(405);
  });

  it('is not there for a real account', async () => {
    const real = await openCompanion({
      ...{ folder: join(companion.root, 'site'), assets: join(companion.root, 'assets'), port: 0 },
      ...accountBackend({}, companion.lab.env, new AbortController().signal),
      console: mountConsole(),
      onInternalError: (error) => companion.internalErrors.push(error),
    });
    const session = (await (await fetch(`${real.address}/api/session`)).json()) as { token: string };
    expect(session).toMatchObject({ console: false });
    const answer = await fetch(`${real.address}/api/console/aws`, {
      method: 'POST',
      headers: { ...jsonType, 'x-lab-token': session.token },
      body: JSON.stringify({ argv: ['s3api', 'list-buckets'] }),
    });
    expect(answer.status).toBe(404);
    await real.close();
  });
});
