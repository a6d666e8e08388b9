import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { steps } from '../../../checker/steps/index.ts';
import { golden } from './golden.ts';
import { normalizer } from './normalize.ts';
import { shown, typed } from './typed.ts';

// Output that needs no account: always the same, to the last character.
const folder = mkdtempSync(join(tmpdir(), 'golden-texts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const normalize = normalizer([[folder, '<folder>']]);
const env = { HOME: folder, LAB_HOME: join(folder, 'lab') };

async function transcript(name: string, all: readonly (readonly string[])[]): Promise<void> {
  let text = '';
  for (const words of all) text += `${shown(words, await typed(words, env))}\n`;
  golden(`texts/${name}.txt`, normalize(text));
}

it('keeps the list of checks', () => transcript('list', [['check', '--list']]));

it("keeps the explanation of each step's last check: facts, calls, IAM actions, causes", () =>
  transcript(
    'explain-check',
    steps.map(({ checks }) => ['check', '--explain', checks.at(-1)?.id ?? '']),
  ));

it('keeps the explanations of pasted errors', () =>
  transcript(
    'explain',
    [
      'An error occurred (BucketNotEmpty) when calling the DeleteBucket operation: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      'An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::123456789012:assumed-role/codepipeline-s3-deploy-lab-us-east-1/1 is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::cp-s3-deploy-123456789012-us-east-1/index.html" because no identity-based policy allows the s3:PutObject action',
      'An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired',
      'An error occurred (BucketAlreadyOwnedByYou) when calling the CreateBucket operation',
      'the lab has never heard of this',
    ].map((error) => ['explain', error]),
  ));

it('keeps the IAM policies of the checker, the teardown and the lab', () =>
  transcript('policies', [['policy'], ['policy', '--teardown'], ['policy', '--lab']]));

it("keeps the shell's values, with and without a seat", () => {
  const words = [
    'values',
    '--account',
    '123456789012',
    '--region',
    'eu-west-1',
    '--repository',
    'octocat/lab',
  ];
  return transcript('values', [words, [...words, '--seat', 'anna']]);
});

it('keeps the output about settings, the target and a raised hand', () =>
  transcript('settings', [
    ['init', '--region', 'eu-west-1', '--repository', 'octocat/lab', '--account', '123456789012'],
    ['init', '--region', 'us_east'],
    ['use', 'practice'],
    ['use', 'moon'],
    ['hand'],
    ['hand', 'my push starts nothing'],
    ['hand', '--down'],
    ['env'],
  ]));

const roster = `class: spring
account: "123456789012"
region: us-east-1
seats:
  - id: anna
    name: Anna
    repository: octocat/anna-lab
  - id: ben
    name: Ben
    region: eu-west-1
  - id: cy
    name: "Çağla"
    role: arn:aws:iam::210987654321:role/lab-instructor
    external-id: a-secret-of-sorts
`;

/** The files of a folder, each below its name. */
const filesIn = (out: string): string =>
  (
    readdirSync(out, { recursive: true, withFileTypes: true }) as {
      parentPath: string;
      name: string;
      isFile(): boolean;
    }[]
  )
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => `=== ${file.slice(out.length + 1)}\n${readFileSync(file, 'utf8')}`)
    .join('');

it('keeps the policies of a class, as documents and as files with their scripts', async () => {
  const file = join(folder, 'class.yaml');
  writeFileSync(file, roster);
  const policy = ['class', 'policy', file];
  await transcript(
    'class-policies',
    [['--seat', 'anna'], ['--seat', 'anna', '--boundary'], ['--instructor'], ['--teardown'], ['--trust']].map(
      (flags) => [...policy, ...flags],
    ),
  );
  const out = join(folder, 'policies');
  expect((await typed([...policy, '--all', '--out', out], env)).exit).toBe(0);
  golden('texts/class-policy-files.txt', normalize(filesIn(out)));
  await transcript('class-policy-json', [[...policy, '--reporter', 'json']]);
});

it('keeps the handouts of a seat in a shared account and of one by role', async () => {
  const file = join(folder, 'class.yaml');
  writeFileSync(file, roster);
  const out = join(folder, 'handout');
  expect((await typed(['class', 'handout', file, '--out', out], env)).exit).toBe(0);
  golden('texts/class-handout.txt', normalize(filesIn(out)));
});

it('keeps the roster that init drafts', async () => {
  const file = join(folder, 'drafted.yaml');
  await typed(['class', 'init', file, '--seats', '2', '--region', 'eu-central-1'], env);
  golden('texts/class-init.txt', readFileSync(file, 'utf8'));
});
