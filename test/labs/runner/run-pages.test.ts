import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readStepPage } from '../../../labs/reader/step-pages.ts';
import { firstDifference } from '../../../labs/runner/expected-output.ts';
import { type RunHooks, runPages } from '../../../labs/runner/run-pages.ts';
import { openShellSession, type ShellSession } from '../../../labs/runner/shell-session.ts';
import { pageText, terminalLine } from '../page-text.ts';

let session: ShellSession;
let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lab-rehearse-test-'));
  session = openShellSession({ env: {}, cwd });
});
afterEach(async () => {
  await session.close();
  rmSync(cwd, { recursive: true, force: true });
});

const page = (terminal: string[], id = 'step-3') => readStepPage(`${id}.md`, pageText(terminal, { id }));
const noHooks: RunHooks = { authorize: () => Promise.resolve() };

describe('a rehearsal', () => {
  test('runs the pages in order in one shell, and calls its hooks in order', async () => {
    const events: string[] = [];
    const pages = [
      page([
        '```bash',
        'WHO="ada"',
        'CONNECTION="to-github"',
        '```',
        '',
        '```bash norun="needs a human"',
        'x',
        '```',
      ]),
      page(
        ['```bash handshake=CONNECTION', 'echo "$WHO"', '```', '', '```text output', 'ada', '```'],
        'step-4',
      ),
    ];
    await runPages(pages, session, {
      beforePage: (each) => void events.push(`before ${each.id}`),
      afterPage: (each) => void events.push(`after ${each.id}`),
      beforeBlock: (_page, block) => void events.push(`run ${block.line}`),
      afterBlock: (_page, _block, result) => void events.push(`exit ${result.exit} ${result.stdout.trim()}`),
      notRun: (_page, block) => void events.push(`not run: ${block.reason}`),
      check: (_page, block) => void events.push(block.text),
      authorize: async (name) => void events.push(`authorize ${name}`),
    });
    expect(events).toEqual([
      'before step-3',
      `run ${terminalLine + 1}`,
      'exit 0 ',
      'not run: needs a human',
      'npm run check step-3',
      'after step-3',
      'before step-4',
      'authorize to-github',
      `run ${terminalLine + 1}`,
      'exit 0 ada',
      'npm run check step-4',
      'after step-4',
    ]);
  });

  test.each([
    [
      'a command that fails',
      ['```bash', 'echo on', 'ls /no/such', 'echo never', '```'],
      2,
      "'ls /no/such' ended with 2",
    ],
    ['another exit code than announced', ['```bash expect-exit=3', 'true', '```'], 1, 'ended with 0, not 3'],
    [
      'other output',
      ['```bash', 'echo a', '```', '', '```text output', 'b', '```'],
      5,
      "says 'b', printed was 'a'",
    ],
    [
      'no output',
      ['```bash', 'true', '```', '', '```text output', 'b', '```'],
      5,
      "printed was 'nothing more'",
    ],
    ['a time-out', ['```bash timeout=1', 'sleep 60', '```'], 1, 'not done after 1 seconds'],
    ['a handshake without a name', ['```bash handshake=NAME', 'true', '```'], 1, '$NAME is not set'],
  ])('ends at %s with the line of the page', async (_what, terminal, offset, message) => {
    const running = runPages([page(terminal)], session, noHooks);
    await expect(running).rejects.toMatchObject({ line: terminalLine + offset });
    await expect(running).rejects.toThrow(message);
  });

  test('accepts a failure that the page announces', async () => {
    await runPages([page(['```bash expect-exit=4', '(exit 4)', '```'])], session, noHooks);
  });
});

describe('expected output', () => {
  test.each([
    ['itself', 'a b\nc', 'a b\nc\n'],
    ['other blanks and empty lines', '{\n  "A": 1\n}', '{\n\n    "A":   1\n}\n'],
    ['placeholders for what differs', 'arn:<region>:<id>/x', 'arn:us-east-1:77/x'],
    ['any lines for three dots', '{\n...\n}', '{\n"A": 1,\n"B": 2\n}'],
    ['no lines for three dots', 'a\n...', 'a'],
    ['nothing', '', '\n'],
  ])('matches %s', (_what, expected, printed) => {
    expect(firstDifference(expected, printed)).toBeUndefined();
  });

  test.each([
    ['another line', 'a\nb', 'a\nc', { line: 2, expected: 'b', printed: 'c' }],
    ['fewer lines', 'a\nb', 'a', { line: 2, expected: 'b', printed: undefined }],
    ['more lines', 'a', 'a\nb', { line: 1, expected: 'nothing more', printed: 'b' }],
    [
      'output where none is expected',
      '',
      'gone? no',
      { line: 1, expected: 'nothing more', printed: 'gone? no' },
    ],
    ['an empty place', 'id <id>', 'id', { line: 1, expected: 'id <id>', printed: 'id' }],
    ['a pattern’s dot', 'a.b', 'axb', { line: 1, expected: 'a.b', printed: 'axb' }],
  ])('does not match %s', (_what, expected, printed, difference) => {
    expect(firstDifference(expected, printed)).toEqual(difference);
  });
});
