import { describe, expect, test } from 'vitest';
import { awsCommandLines } from '../../aws-cli/command-lines.ts';
import { validateCommand } from '../../aws-cli/validate-command.ts';
import { readStepPages } from '../../labs/reader/step-pages.ts';

describe('the commands of the pages', () => {
  const pages = readStepPages('labs/steps');
  const commands = pages.flatMap((page) =>
    page.blocks.flatMap(({ text, line }) =>
      awsCommandLines(text).map((argv) => ({ at: `${page.file}:${line}`, argv, shown: argv.join(' ') })),
    ),
  );

  test('are at least 60, enough for the whole lab', () => {
    expect(commands.length).toBeGreaterThan(30);
    const printed = pages.flatMap(({ blocks }) =>
      blocks.flatMap(({ text }) => text.match(/(?<=^|[\s("])aws (?=[a-z])/gm) ?? []),
    );
    expect(commands).toHaveLength(printed.length);
  });

  test.each(commands)('$at is understood: aws $shown', async ({ argv }) => {
    expect(await validateCommand(argv)).toEqual({ ok: true });
  });
});

describe('finding command lines', () => {
  const cases: [string, string[][]][] = [
    ['aws s3 ls', [['s3', 'ls']]],
    ['echo aws s3 ls', []],
    ['A="$(aws sts get-caller-identity --query "a b")"', [['sts', 'get-caller-identity', '--query', 'a b']]],
    [
      'if aws a b; then aws c d && aws e f || aws g h; fi | aws i',
      [['a', 'b'], ['c', 'd'], ['e', 'f'], ['g', 'h'], ['i']],
    ],
    ['aws a \\\n  --b "x $Y z"', [['a', '--b', 'x $Y z']]],
    ['cat > f << EOF\naws no command\nEOF\naws a > out 2>&1', [['a']]],
    ['aws a --b \'{"c": "d"}\' --e s3://$F/g', [['a', '--b', '{"c": "d"}', '--e', 's3://$F/g']]],
    ['N=$((N + 1)); X=1 aws a "\x24{B%%?*}"', [['a', '\x24{B%%?*}']]],
    ['curl "$(aws s3 presign "s3://$B/k")" | grep x', [['s3', 'presign', 's3://$B/k']]],
  ];
  test.each(cases)('%j', (script, expected) => {
    expect(awsCommandLines(script)).toEqual(expected);
  });
});
