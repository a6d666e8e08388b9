import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../aws-cli/parse.ts';
import { commandArgv, shellCommand, shellQuote } from '../../console/client/command.ts';

/** Text that shells and the CLI are known to misread. */
const hard = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\0', '')),
  fc.constantFrom(
    ...[
      "it's",
      '"',
      '$(rm -rf /)',
      '`id`',
      '!!',
      '\\',
      'a\nb',
      '',
      ' ',
      '-x',
      '--name',
      '-a b',
      '*',
      '~',
      '#',
    ],
    ...[
      'file:///etc/passwd',
      'fileb://x',
      'https://example.com/',
      'http://x',
      '{"a":1}',
      '[1]',
      'a=b,c=d',
      'é☃',
    ],
  ),
);

/** Each command as a shell reads it: the words after `aws`. */
function wordsIn(shell: string, texts: readonly string[]): string[][] {
  const script = `aws() { printf '%s\\0' "$@"; printf '\\1\\0'; }\n${texts.join('\n')}\n`;
  const printed = execFileSync(shell, ['-c', script], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return printed
    .split('\x01\0')
    .slice(0, -1)
    .map((part) => part.split('\0').slice(0, -1));
}

const shells = ['bash', 'zsh', 'sh'].filter((shell) => spawnSync(shell, ['-c', ':']).status === 0);

const surroundings = { expanded: true, read: () => Buffer.from('') };

describe('the commands of the call log', () => {
  it('are read by a shell word for word, whatever they contain', () => {
    const clean = hard.filter((text) => !text.includes('\x01'));
    const samples = fc.sample(fc.array(clean, { minLength: 1, maxLength: 6 }), { numRuns: 300, seed: 7 });
    const texts = samples.map((words) => shellCommand(words));
    expect(shells.length).toBeGreaterThan(1);
    for (const shell of shells) expect(wordsIn(shell, texts)).toEqual(samples);
  });

  it('mean the same to the CLI as the click, in text', async () => {
    await fc.assert(
      fc.asyncProperty(hard, hard, async (summary, token) => {
        const words = commandArgv('codepipeline', 'put-approval-result', {
          'pipeline-name': 'p',
          'stage-name': 'Approve',
          'action-name': 'Approve',
          result: { summary, status: 'Approved' },
          token,
        });
        const command = await parse(words, surroundings, {});
        expect(command.kind === 'call' && command.parameters.input).toMatchObject({
          result: { summary },
          token,
        });
      }),
      { numRuns: 200 },
    );
  });

  it('pass text that looks like a file name in a form that cannot be taken for one', async () => {
    const words = commandArgv('iam', 'create-role', {
      'role-name': 'r',
      'assume-role-policy-document': '{}',
      description: 'https://example.com/',
    });
    expect(words.join(' ')).toContain('--cli-input-json {"Description":"https://example.com/"}');
    const command = await parse(words, surroundings, {});
    expect(command.kind === 'call' && command.parameters.input).toEqual({
      RoleName: 'r',
      AssumeRolePolicyDocument: '{}',
      Description: 'https://example.com/',
    });
  });

  it('are on one line if they are short, and have one option per line otherwise', () => {
    expect(shellCommand(['s3api', 'list-buckets'])).toBe('aws s3api list-buckets');
    const long = commandArgv('s3api', 'put-bucket-versioning', {
      bucket: 'cp-s3-deploy-000000000000-us-east-1',
      'versioning-configuration': { Status: 'Enabled' },
    });
    expect(shellCommand(long)).toBe(
      [
        'aws s3api put-bucket-versioning \\',
        '  --bucket cp-s3-deploy-000000000000-us-east-1 \\',
        `  --versioning-configuration '{"Status":"Enabled"}'`,
      ].join('\n'),
    );
    expect(shellQuote("it's")).toBe(`'it'\\''s'`);
  });
});
