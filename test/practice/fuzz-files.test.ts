import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActionFailure } from '../../practice/services/codepipeline/actions/provider.ts';
import { unzip } from '../../practice/services/codepipeline/actions/unzip.ts';
import { bounds, expectAwsAnswer, nastyText, openTarget, type Target } from './fuzzing.ts';

// Input outside AWS's protocols: git's paths and bodies, policy documents, and archives.

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target.practice.close());

describe('the git host', () => {
  const authorized = () => {
    const { username, password } = new URL(target.practice.exports.LAB_GIT_URL ?? '');
    return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
  };
  const segment = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => text.replace(/[^\x21-\x7e]/g, '%')),
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      'a',
      'ana',
      'site.git',
      'info',
      'refs',
      'git-upload-pack',
      'HEAD',
      '.unborn.git',
      '%00',
      '-',
    ),
  );

  it('answers any path', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT'),
        fc.array(segment, { maxLength: 6 }),
        fc.constantFrom('', '?service=git-upload-pack', '?service=git-receive-pack', '?service=rm'),
        async (method, parts, query) => {
          const answer = await target.raw.send({
            method,
            target: `/_git/${parts.join('/')}${query}`,
            headers: authorized(),
          });
          expect(target.internalErrors.splice(0)).toEqual([]);
          expect(answer.status).toBeGreaterThanOrEqual(200);
          expect(answer.status).toBeLessThan(500);
        },
      ),
      bounds(41, 120),
    );
  });

  it('answers any body', async () => {
    const packets = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .array(
          fc.constantFrom(
            '0000',
            '0001',
            '0002',
            'ffff',
            '0032want ',
            '0004',
            '0011command=fetch',
            'PACK',
            `003f${'0'.repeat(40)} `,
          ),
          { maxLength: 5 },
        )
        .map((parts) => Buffer.from(parts.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('git-upload-pack', 'git-receive-pack'),
        packets,
        fc.constantFrom('identity', 'gzip', 'broken'),
        fc.constantFrom('', 'version=2'),
        async (endpoint, body, encoding, protocol) => {
          const answer = await target.raw.send({
            method: 'POST',
            target: `/_git/ana/fuzz.git/${endpoint}`,
            headers: {
              ...authorized(),
              'content-type': `application/x-${endpoint}-request`,
              'git-protocol': protocol,
              ...(encoding === 'identity' ? {} : { 'content-encoding': 'gzip' }),
            },
            body: encoding === 'gzip' ? gzipSync(body) : body,
          });
          expect(target.internalErrors.splice(0)).toEqual([]);
          expect(answer.status, answer.body).toBeGreaterThanOrEqual(200);
          expect(answer.status, answer.body).toBeLessThan(500);
        },
      ),
      bounds(42, 40),
    );
  });
});

describe('policy documents', () => {
  const part = fc.oneof(
    nastyText,
    fc.constantFrom(
      '*',
      's3:*',
      's3:Get*',
      'iam:??',
      'arn:aws:s3:::fuzz/*',
      'arn:aws:iam::000000000000:root',
      '$' + '{aws:username}',
      '$' + '{',
      'Allow',
      'Deny',
    ),
  );
  const parts = fc.oneof(part, fc.array(part, { maxLength: 3 }), fc.jsonValue({ maxDepth: 1 }));
  const operators = fc.constantFrom(
    'StringEquals',
    'StringLike',
    'IpAddress',
    'NumericLessThan',
    'DateGreaterThan',
    'Bool',
    'Null',
    'ArnLike',
    'ForAllValues:StringEquals',
    'StringEqualsIfExists',
    'Nonsense',
    '__proto__',
  );
  const keys = fc.constantFrom(
    'aws:username',
    's3:prefix',
    'aws:CurrentTime',
    'aws:SourceIp',
    'aws:RequestTag/a',
    'constructor',
    '',
  );
  const statement = fc.record(
    {
      Sid: parts,
      Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), part),
      Action: parts,
      NotAction: parts,
      Resource: parts,
      NotResource: parts,
      Principal: fc.oneof(
        parts,
        fc.dictionary(fc.constantFrom('AWS', 'Service', 'Federated', '__proto__'), parts, { maxKeys: 2 }),
      ),
      Condition: fc.oneof(
        parts,
        fc.dictionary(operators, fc.dictionary(keys, parts, { maxKeys: 2 }), { maxKeys: 2 }),
      ),
    },
    { requiredKeys: ['Effect'] },
  );
  const documents = fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .record(
          {
            Version: fc.constantFrom<unknown>('2012-10-17', '2008-10-17', 1),
            Statement: fc.oneof(statement, fc.array(statement, { maxLength: 2 })),
          },
          { requiredKeys: ['Statement'] },
        )
        .map((document) => JSON.stringify(document)),
    },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: nastyText },
  );

  const iam = (parameters: Record<string, string>) =>
    target.raw.signed('iam', {
      method: 'POST',
      target: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString(),
    });

  it('are accepted or rejected, and an accepted one can be evaluated', async () => {
    await target.raw.signed('s3', { method: 'PUT', target: '/fuzz' });
    expect((await iam({ Action: 'CreateUser', UserName: 'fuzz' })).status).toBe(200);
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const own = { UserName: 'fuzz', PolicyName: 'fuzz', PolicyDocument: document };
        expectAwsAnswer(target, await iam({ Action: 'PutUserPolicy', ...own }), ['query']);
        const simulation = {
          PolicySourceArn: 'arn:aws:iam::000000000000:user/fuzz',
          'ActionNames.member.1': 's3:GetObject',
        };
        expectAwsAnswer(target, await iam({ Action: 'SimulatePrincipalPolicy', ...simulation }), ['query']);
        const trust = { RoleName: 'fuzz', AssumeRolePolicyDocument: document };
        expectAwsAnswer(target, await iam({ Action: 'CreateRole', ...trust }), ['query']);
        const put = { method: 'PUT', target: '/fuzz?policy', body: document };
        expectAwsAnswer(target, await target.raw.signed('s3', put), ['s3']);
        // The caller is anonymous, so that only the bucket's policy decides.
        expectAwsAnswer(target, await target.raw.send({ target: '/fuzz/key' }), ['s3']);
        // A policy that denies everyone must not prevent the next one.
        expectAwsAnswer(target, await target.raw.signed('s3', { method: 'DELETE', target: '/fuzz?policy' }), [
          's3',
        ]);
        await iam({ Action: 'DeleteRole', RoleName: 'fuzz' });
      }),
      bounds(43, 80),
    );
  });
});

describe('archives', () => {
  const names = fc.oneof(nastyText, fc.constantFrom('a', 'a/b', '../a', '/a', 'C:\\a', 'a/', '.', './a'));
  const whole = fc
    .array(fc.tuple(names, fc.uint8Array({ maxLength: 30 })), { maxLength: 4 })
    .map((files) =>
      zipSync(
        Object.fromEntries(
          files.filter(([name]) => name !== '' && name !== '__proto__' && name.length < 100),
        ),
      ),
    );

  it("of any bytes, also damaged ones, are read or rejected with the action's error", () => {
    const damaged = fc
      .tuple(whole, fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 6 }), fc.nat(20))
      .map(([archive, changes, cut]) => {
        const copy = Uint8Array.from(archive);
        for (const [at, value] of changes) if (copy.length > 0) copy[at % copy.length] = value;
        return copy.subarray(0, copy.length - Math.min(cut, copy.length));
      });
    fc.assert(
      fc.property(fc.oneof(damaged, whole, fc.uint8Array({ maxLength: 100 })), (archive) => {
        try {
          for (const [name, content] of unzip(archive)) {
            expect(name.split('/')).not.toContain('..');
            expect(content).toBeInstanceOf(Uint8Array);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ActionFailure);
        }
      }),
      bounds(44, 400),
    );
  });
});
