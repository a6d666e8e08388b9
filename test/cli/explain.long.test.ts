import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { explainDenied, parseAccessDenied } from '../../cli/commands/explain/denied.ts';
import { causesIn } from '../../cli/commands/explain/match.ts';
import { readCausePages } from '../../scenarios/course.ts';
import { lab } from '../kit/lab-command.ts';

const causes = readCausePages();
const first = (text: string) => causesIn(text, causes)[0]?.cause.id;
const cliError = (code: string, operation: string, words: string) =>
  `An error occurred (${code}) when calling the ${operation} operation: ${words}`;
const xml = (code: string, words: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${words}</Message></Error>`;

describe('a pasted error', () => {
  it.each([
    [
      'credentials-none',
      'Unable to locate credentials. You can configure credentials by running "aws configure".',
    ],
    [
      'credentials-expired',
      cliError('ExpiredToken', 'GetCallerIdentity', 'The security token included in the request is expired'),
    ],
    ['credentials-expired', 'Error when retrieving token from sso: Token has expired and refresh failed'],
    [
      'credentials-unknown-key',
      cliError(
        'UnrecognizedClientException',
        'ListPipelines',
        'The security token included in the request is invalid.',
      ),
    ],
    [
      'credentials-wrong-secret',
      cliError(
        'InvalidSignatureException',
        'GetPipeline',
        'The request signature we calculated does not match the signature you provided.',
      ),
    ],
    [
      'clock-off',
      cliError(
        'RequestTimeTooSkewed',
        'ListBuckets',
        'The difference between the request time and the current time is too large.',
      ),
    ],
    [
      'clock-off',
      cliError(
        'InvalidSignatureException',
        'GetPipeline',
        'Signature expired: 20261101T000000Z is now earlier than 20261101T001000Z',
      ),
    ],
    [
      'region-differs',
      'You must specify a region. You can also configure your region by running "aws configure".',
    ],
    [
      'branch-master',
      "error: src refspec main does not match any\nerror: failed to push some refs to 'https://github.com/o/r.git'",
    ],
    [
      'repository-missing',
      "remote: Repository not found.\nfatal: repository 'https://github.com/o/r.git/' not found",
    ],
    [
      'bucket-other-account',
      cliError('BucketAlreadyExists', 'CreateBucket', 'The requested bucket name is not available.'),
    ],
    [
      'bucket-other-region',
      cliError(
        'PermanentRedirect',
        'ListObjectsV2',
        'The bucket you are attempting to access must be addressed using the specified endpoint.',
      ),
    ],
    ['bucket-missing', cliError('NoSuchBucket', 'ListObjectsV2', 'The specified bucket does not exist')],
    [
      'connection-missing',
      cliError(
        'ValidationException',
        'CreateConnection',
        "1 validation error detected: Value at 'connectionName' failed to satisfy constraint: Member must have length less than or equal to 32",
      ),
    ],
    [
      'pipeline-missing',
      cliError(
        'PipelineNotFoundException',
        'GetPipeline',
        "Account '1' does not have a pipeline with name 'x'",
      ),
    ],
    [
      'role-not-assumable',
      cliError(
        'InvalidStructureException',
        'CreatePipeline',
        'CodePipeline is not authorized to perform AssumeRole on role arn:aws:iam::1:role/x',
      ),
    ],
    [
      'role-lacks-connection',
      'Unable to use Connection: arn:aws:codeconnections:us-east-1:1:connection/a. The provided role does not have sufficient permissions.',
    ],
    [
      'role-lacks-artifacts',
      "Unable to access the artifact with Amazon S3 object key 'p/S/x' located in the Amazon S3 artifact bucket 'b'. The provided role does not have sufficient permissions.",
    ],
    [
      'deploy-denied',
      'You do not have sufficient permissions to call s3.putObject for the deployment bucket, b. Verify that the policy on the resource allows you to perform this task.',
    ],
    ['wrong-branch', '[GitHub] No Branch [main] found for FullRepositoryName [o/r]'],
    [
      'approval-expired',
      cliError(
        'ApprovalAlreadyCompletedException',
        'PutApprovalResult',
        'The approval request that you responded to is already complete or has expired.',
      ),
    ],
    ['url-expired', xml('AccessDenied', 'Request has expired')],
    [
      'url-tampered',
      xml(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided.',
      ),
    ],
    [
      'url-unknown-key',
      xml('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'),
    ],
    ['url-session-over', xml('ExpiredToken', 'The provided token has expired.')],
    ['url-not-presigned', xml('AccessDenied', 'Access Denied')],
    ['object-missing', xml('NoSuchKey', 'The specified key does not exist.')],
    [
      'bucket-left',
      cliError(
        'BucketNotEmpty',
        'DeleteBucket',
        'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      ),
    ],
    [
      'role-left',
      cliError('DeleteConflict', 'DeleteRole', 'Cannot delete entity, must delete policies first.'),
    ],
    [
      'policy-left',
      cliError('DeleteConflict', 'DeletePolicy', 'Cannot delete a policy attached to entities.'),
    ],
  ])('%s', (cause, text) => {
    expect(first(text)).toBe(cause);
    // As a narrow terminal and JSON print it.
    expect(first(text.replace(/(.{60}\S*) /g, '$1\n'))).toBe(cause);
    expect(first(JSON.stringify({ message: text }))).toBe(cause);
  });

  it('that a page shows is explained by that page', () => {
    const shown = causes.flatMap((cause) =>
      [...cause.markdown.matchAll(/^An error occurred \([^\n]*/gm)].map(([line]) => ({ id: cause.id, line })),
    );
    expect(shown.length).toBeGreaterThan(5);
    for (const { id, line } of shown)
      expect(
        causesIn(line, causes).map(({ cause }) => cause.id),
        line,
      ).toContain(id);
  });

  it('that is no error has no explanation', () => {
    for (const text of ['', 'hello', 'error', 'AccessDenied', 'main', 'a page that says Not Found'])
      expect(causesIn(text, causes), text).toEqual([]);
  });
});

describe('a denial by IAM', () => {
  const refusal = (who: string, action: string, because: string) =>
    `An error occurred (AccessDenied) when calling the X operation: User: ${who} is not authorized to perform: ${action} on resource: arn:aws:iam::123456789012:role/r because ${because}`;

  it.each([
    [`no identity-based policy allows the iam:PassRole action`, /somebody has to add it/],
    [`an explicit deny in an identity-based policy`, /that statement has to go/],
    [`no service control policy allows the iam:PassRole action`, /organization/],
    [`no permissions boundary allows the iam:PassRole action`, /boundary/],
    [`no session policy allows the iam:PassRole action`, /session/],
  ])('because %s', (because, words) => {
    const denied = parseAccessDenied(refusal('arn:aws:iam::123456789012:user/anna', 'iam:PassRole', because));
    expect(denied).toMatchObject({
      principal: 'arn:aws:iam::123456789012:user/anna',
      action: 'iam:PassRole',
      resource: 'arn:aws:iam::123456789012:role/r',
    });
    const explanation = denied === undefined ? '' : explainDenied(denied).join('\n');
    expect(explanation).toMatch(words);
    expect(explanation).toContain('hand it to the pipeline" (pipeline)');
  });

  it("of the pipeline's role points to the role's policy", () => {
    const text = refusal(
      'arn:aws:sts::123456789012:assumed-role/r/1',
      's3:PutObject',
      'no identity-based policy allows the s3:PutObject action',
    );
    const denied = parseAccessDenied(text);
    expect(denied === undefined ? '' : explainDenied(denied).join('\n')).toContain(
      "the pipeline's role needs it",
    );
  });
});

describe('lab explain', () => {
  it('prints the cause, how to recognize it and the repair, without an account', async () => {
    const { exit, stdout } = await lab(['explain', cliError('BucketNotEmpty', 'DeleteBucket', 'x')], {});
    expect(exit).toBe(0);
    for (const part of [
      'bucket-left',
      'Symptom',
      'How to tell',
      'Repair',
      'delete-objects',
      'npm run check step-9',
    ])
      expect(stdout).toContain(part);
  });

  it('reads standard input', async () => {
    const piped = await new Promise<{ exit: number | null; stdout: string }>((resolve) => {
      const entry = new URL('../../dist/lab.js', import.meta.url).pathname;
      const child = execFile(process.execPath, [entry, 'explain'], { env: {} }, (_error, stdout) =>
        resolve({ exit: child.exitCode, stdout }),
      );
      child.stdin?.end(xml('AccessDenied', 'Request has expired'));
    });
    expect([piped.exit, piped.stdout.includes('url-expired')]).toEqual([0, true]);
  });

  it('reports an unknown error, and missing input', async () => {
    const unknown = await lab(['explain', 'the dog ate it'], {});
    expect([unknown.exit, unknown.stderr]).toEqual([3, '']);
    const nothing = await lab(['explain'], {});
    expect([nothing.exit, nothing.stdout]).toEqual([2, '']);
    expect(nothing.stderr).toContain('Paste the error');
  });

  it('shows how to continue if the resource already exists', async () => {
    const { exit, stdout } = await lab(
      ['explain', cliError('EntityAlreadyExists', 'CreateRole', 'Role with name x already exists.')],
      {},
    );
    expect(exit).toBe(0);
    expect(stdout).toContain('there already');
  });
});
