import { describe, expect, test } from 'vitest';
import { validateCommand } from '../../aws-cli/validate-command.ts';

const head = ['s3api', 'head-bucket'];
const refused: [string, string[], RegExp][] = [
  ['a service', ['ec2', 'describe-instances'], /does not know the service "ec2".*install the AWS CLI/],
  ['a service, the near one offered', ['codepipelin', 'list-pipelines'], /Did you mean codepipeline\?/],
  ['an operation', ['iam', 'fly'], /does not know "iam fly"/],
  ['an operation, the near one offered', ['iam', 'get-rol'], /Did you mean get-role\?/],
  ['an s3 command', ['s3', 'sync', '.', 's3://b'], /does not know "s3 sync"/],
  [
    'an option',
    [...head, '--bucket', 'b', '--buckt', 'c'],
    /option --buckt of s3api.*Did you mean --bucket\?/,
  ],
  ['an option of s3', ['s3', 'ls', '--summarize'], /does not know the option --summarize of s3 ls/],
  [
    'an option of the real command',
    [...head, '--bucket', 'b', '--debug'],
    /does not know the option --debug/,
  ],
  ['a format', ['sts', 'get-caller-identity', '--output', 'table'], /output format "table"/],
  ['a missing option', head, /the following arguments are required: --bucket/],
  ['a missing value', [...head, '--bucket', '--region', 'r'], /argument --bucket: expected one argument/],
  ['a word too many', [...head, '--bucket', 'b', 'c'], /Unknown options: c/],
  [
    'an option of another region of the line',
    ['--bucket', 'b', ...head],
    /does not know the option --bucket/,
  ],
  ['no operation', ['s3api'], /usage/],
  ['a query that is not JMESPath', ['s3api', 'list-buckets', '--query', 'a['], /Bad value for --query/],
  [
    'a word where a number belongs',
    ['s3api', 'list-objects-v2', '--bucket', 'b', '--max-keys', 'x'],
    /'--max-keys': a number/,
  ],
  [
    'a key that the structure does not have',
    ['s3api', 'put-bucket-versioning', '--bucket', 'b', '--versioning-configuration', 'Statsu=Enabled'],
    /Unknown parameter in VersioningConfiguration: "Statsu", must be one of: MFADelete, Status/,
  ],
  [
    'what is missing deep inside',
    ['codepipeline', 'create-pipeline', '--pipeline', '{"name":"p","roleArn":"r","stages":[{"name":"s"}]}'],
    /Missing required parameter in pipeline\.stages\[0\]: "actions"/,
  ],
  [
    'a wrong type deep inside',
    ['s3api', 'delete-objects', '--bucket', 'b', '--delete', '{"Objects":{"Key":"k"}}'],
    /Invalid type for parameter Delete\.Objects.*type: structure, valid types: list/,
  ],
  ['broken JSON', ['s3api', 'delete-objects', '--bucket', 'b', '--delete', '{"Objects":'], /Invalid JSON/],
  [
    'broken shorthand',
    ['s3api', 'put-bucket-tagging', '--bucket', 'b', '--tagging', 'TagSet=[{Key=a,Value=b'],
    /'--tagging': Expected: ',', received: 'EOF'/,
  ],
];

describe('rejects with the name of what is wrong', () => {
  test.each(refused)('%s', async (_, argv, message) => {
    expect(await validateCommand(argv)).toEqual({ error: expect.stringMatching(message) });
  });
});

const understood: [string, string[]][] = [
  ['options before the service', ['--region', 'eu-west-1', ...head, '--bucket', 'b']],
  ['options after an equals sign', [...head, '--bucket=b', '--output=text']],
  ['no pager', ['sts', 'get-caller-identity', '--no-cli-pager']],
  [
    'a variable where a structure belongs',
    ['s3api', 'put-bucket-tagging', '--bucket', '$B', '--tagging', '$T'],
  ],
  ['a missing file', ['iam', 'create-policy', '--policy-name', 'p', '--policy-document', 'file://x']],
  ['both names of the connections', ['codestar-connections', 'list-connections']],
  [
    'an option that is spelled otherwise',
    ['codepipeline', 'get-pipeline', '--name', 'p', '--pipeline-version', '1'],
  ],
  ['the skeleton, without required options', [...head, '--generate-cli-skeleton']],
  [
    'the input as JSON',
    ['codepipeline', 'create-pipeline', '--cli-input-json', 'file://p.json', '--tags', 'key=a,value=b'],
  ],
  ['where the bytes go', ['s3api', 'get-object', '--bucket', 'b', '--key', 'k', 'out.html']],
  ['configure, which the pages use', ['configure', 'set', 'region', 'us-east-1']],
];

describe('accepts', () => {
  test.each(understood)('%s', async (_, argv) => {
    expect(await validateCommand(argv)).toEqual({ ok: true });
  });
});
