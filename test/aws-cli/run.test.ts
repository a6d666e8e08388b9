import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Practice, startPractice } from '../../practice/start.ts';
import { aws, setEnvironment } from './run-aws.ts';

let practice: Practice;
let folder: string;
const bucket = 'stand-in-bucket';
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

beforeAll(async () => {
  practice = await startPractice({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  setEnvironment(practice.exports);
  writeFileSync(join(folder, 'trust.json'), trust);
  writeFileSync(join(folder, 'page.html'), '<h1>page</h1>\n');
  expect(await aws('s3api', 'create-bucket', '--bucket', bucket)).toMatchObject({ exit: 0 });
});
beforeEach(() => setEnvironment(practice.exports));
afterAll(async () => {
  await practice.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string) => join(folder, name);

describe('output', () => {
  test('prints JSON with an indent of four spaces', async () => {
    const { exit, stdout } = await aws('sts', 'get-caller-identity');
    expect(exit).toBe(0);
    expect(stdout).toMatch(
      /^\{\n {4}"UserId": "AIDA\w+",\n {4}"Account": "000000000000",\n {4}"Arn": .*\n\}\n$/,
    );
  });

  test('prints text for a query, for a missing value and for members by name', async () => {
    const account = await aws('sts', 'get-caller-identity', '--query', 'Account', '--output', 'text');
    expect(account.stdout).toBe('000000000000\n');
    const missing = await aws('sts', 'get-caller-identity', '--query', 'Nobody', '--output', 'text');
    expect(missing.stdout).toBe('None\n');
    const whole = await aws('sts', 'get-caller-identity', '--output', 'text');
    expect(whole.stdout).toMatch(/^000000000000\tarn:aws:iam::000000000000:user\/learner\tAIDA\w+\n$/);
  });

  test('prints nothing for an operation that returns nothing', async () => {
    const status = 'Status=Enabled';
    const argv = ['s3api', 'put-bucket-versioning', '--bucket', bucket, '--versioning-configuration', status];
    expect(await aws(...argv)).toEqual({ exit: 0, stdout: '', stderr: '' });
    const answer = await aws('s3api', 'get-bucket-versioning', '--bucket', bucket);
    expect(answer.stdout).toBe('{\n    "Status": "Enabled"\n}\n');
  });

  test('prints null for the empty location of S3', async () => {
    const { stdout } = await aws('s3api', 'get-bucket-location', '--bucket', bucket);
    expect(JSON.parse(stdout)).toEqual({ LocationConstraint: null });
  });

  test('prints a role with its policy as JSON, its time in ISO 8601 and its tags', async () => {
    const document = `file://${file('trust.json')}`;
    const tags = ['Key=lab,Value=x', 'Key=seat,Value=a b'];
    const name = ['--role-name', 'stand-in-role'];
    const made = await aws(
      'iam',
      'create-role',
      ...name,
      '--assume-role-policy-document',
      document,
      '--tags',
      ...tags,
    );
    expect(JSON.parse(made.stdout).Role).toMatchObject({
      RoleName: 'stand-in-role',
      CreateDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$/),
      AssumeRolePolicyDocument: JSON.parse(trust),
      Tags: [
        { Key: 'lab', Value: 'x' },
        { Key: 'seat', Value: 'a b' },
      ],
    });
    const text = await aws('iam', 'list-role-tags', ...name, '--output', 'text');
    expect(text.stdout.split('\n').slice(-3)).toEqual(['TAGS\tlab\tx', 'TAGS\tseat\ta b', '']);
    const names = await aws(
      'iam',
      'list-roles',
      '--query',
      "Roles[?RoleName=='stand-in-role'].Arn",
      '--output',
      'text',
    );
    expect(names.stdout).toBe('arn:aws:iam::000000000000:role/stand-in-role\n');
  });

  test('prints a connection under both names of the service', async () => {
    const query = ['--query', 'ConnectionArn', '--output', 'text'];
    for (const service of ['codeconnections', 'codestar-connections']) {
      const made = await aws(
        ...[
          service,
          'create-connection',
          '--provider-type',
          'GitHub',
          '--connection-name',
          service,
          ...query,
        ],
      );
      expect(made.stdout).toMatch(new RegExp(`^arn:aws:${service}:us-east-1:000000000000:connection/`));
    }
  });
});

describe('objects', () => {
  const key = 'a dir/x+y & <é>.html';

  test('are uploaded from a file and downloaded to a file, with any key', async () => {
    const where = ['--bucket', bucket, '--key', key];
    const put = await aws(
      's3api',
      'put-object',
      ...where,
      '--body',
      file('page.html'),
      '--metadata',
      'a=b,c=d',
    );
    expect(put.stderr).toBe('');
    const got = await aws(
      's3api',
      'get-object',
      ...where,
      file('got.html'),
      '--query',
      '[ContentType,Metadata.c]',
    );
    expect(JSON.parse(got.stdout)).toEqual(['binary/octet-stream', 'd']);
    expect(readFileSync(file('got.html'), 'utf8')).toBe('<h1>page</h1>\n');
    const listed = await aws(
      's3api',
      'list-object-versions',
      '--bucket',
      bucket,
      '--query',
      'Versions[].Key',
    );
    expect(JSON.parse(listed.stdout)).toEqual([key]);
  });

  test('are listed by s3 ls: folders, names, whole keys, an empty bucket', async () => {
    expect((await aws('s3', 'ls', `s3://${bucket}`)).stdout).toBe('                           PRE a dir/\n');
    const line = (name: string) =>
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d         14 ${name}\\n$`);
    expect((await aws('s3', 'ls', `s3://${bucket}/a dir/`)).stdout).toMatch(line('x\\+y & <é>.html'));
    expect((await aws('s3', 'ls', bucket, '--recursive')).stdout).toMatch(line('a dir/x\\+y & <é>.html'));
    expect(await aws('s3', 'ls', `s3://${bucket}/nothing`)).toEqual({ exit: 1, stdout: '', stderr: '' });
    expect((await aws('s3', 'ls')).stdout).toMatch(new RegExp(` ${bucket}\\n$`));
  });

  test('are readable with a presigned URL, and not without its signature', async () => {
    const { stdout } = await aws('s3', 'presign', `s3://${bucket}/${key}`, '--expires-in', '60');
    const url = stdout.trim();
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe('60');
    expect(await (await fetch(url)).text()).toBe('<h1>page</h1>\n');
    expect((await fetch(url.replace(/\?.*/, ''))).status).toBe(403);
  });

  test('are deleted by a list in a file', async () => {
    const versions = ['s3api', 'list-object-versions', '--bucket', bucket, '--no-paginate'];
    const query = '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}';
    writeFileSync(file('delete.json'), (await aws(...versions, '--query', query)).stdout);
    const list = `file://${file('delete.json')}`;
    const deleted = await aws(
      's3api',
      'delete-objects',
      '--bucket',
      bucket,
      '--delete',
      list,
      '--query',
      'Errors',
    );
    expect(deleted).toEqual({ exit: 0, stdout: 'null\n', stderr: '' });
    const text = await aws(
      's3api',
      'list-objects-v2',
      '--bucket',
      bucket,
      '--query',
      'Contents[].Key',
      '--output',
      'text',
    );
    expect(text.stdout).toBe('None\n');
  });
});

describe('a request that the service rejects exits with 254', () => {
  const cases: [string, string[], string][] = [
    [
      'with its code',
      ['iam', 'get-role', '--role-name', 'nobody'],
      '(NoSuchEntity) when calling the GetRole operation',
    ],
    [
      'by its status alone, for a HEAD',
      ['s3api', 'head-bucket', '--bucket', 'nobody-s'],
      '(404) when calling the HeadBucket operation: Not Found',
    ],
    [
      'for a JSON service',
      ['codepipeline', 'get-pipeline', '--name', 'nobody'],
      '(PipelineNotFoundException) when calling the GetPipeline operation',
    ],
    [
      'with the message unchanged, for a bucket in another region',
      ['s3api', 'create-bucket', '--bucket', 'elsewhere-bucket', '--region', 'eu-west-1'],
      '(IllegalLocationConstraintException) when calling the CreateBucket operation',
    ],
    [
      'for an s3 command',
      ['s3', 'ls', 's3://nobody-s'],
      '(NoSuchBucket) when calling the ListObjectsV2 operation',
    ],
  ];
  test.each(cases)('%s', async (_, argv, message) => {
    const { exit, stdout, stderr } = await aws(...argv);
    expect({ exit, stdout }).toEqual({ exit: 254, stdout: '' });
    expect(stderr).toContain(`An error occurred ${message}`);
  });

  test('rejects a wrong secret key', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    expect((await aws('sts', 'get-caller-identity')).stderr).toContain('(SignatureDoesNotMatch)');
  });
});

describe('a command that never reaches the service', () => {
  test('exits with 252 if it is not supported', async () => {
    const { exit, stderr } = await aws('iam', 'get-role', '--role-nam', 'x');
    expect(exit).toBe(252);
    expect(stderr).toContain(
      'does not know the option --role-nam of iam get-role. Did you mean --role-name?',
    );
  });

  test('exits with 252 if a file is missing', async () => {
    const policy = ['--policy-name', 'p', '--policy-document', `file://${file('none.json')}`];
    const { exit, stderr } = await aws('iam', 'create-policy', ...policy);
    expect(exit).toBe(252);
    expect(stderr).toContain("Error parsing parameter '--policy-document': Unable to load");
  });

  test('exits with 253 without credentials', async () => {
    setEnvironment({ AWS_ENDPOINT_URL: practice.endpoint, AWS_REGION: 'us-east-1' });
    expect(await aws('sts', 'get-caller-identity')).toMatchObject({
      exit: 253,
      stderr: expect.stringContaining('Unable to locate credentials'),
    });
  });

  test('exits with 253 without a region', async () => {
    const { AWS_REGION, AWS_DEFAULT_REGION, ...rest } = practice.exports;
    setEnvironment(rest);
    expect(await aws('codepipeline', 'list-pipelines')).toMatchObject({
      exit: 253,
      stderr: expect.stringContaining('You must specify a region'),
    });
  });

  test('exits with 255 if nothing listens at the endpoint', async () => {
    const argv = ['sts', 'get-caller-identity', '--endpoint-url', 'http://127.0.0.1:1'];
    expect(await aws(...argv)).toMatchObject({
      exit: 255,
      stderr: '\nCould not connect to the endpoint URL: "127.0.0.1:1"\n',
    });
  });

  test('prints its skeleton and its version', async () => {
    const { stdout } = await aws('codeconnections', 'list-connections', '--generate-cli-skeleton');
    expect(Object.keys(JSON.parse(stdout))).toEqual([
      'ProviderTypeFilter',
      'HostArnFilter',
      'MaxResults',
      'NextToken',
    ]);
    expect((await aws('--version')).stdout).toContain('stand-in');
  });
});
