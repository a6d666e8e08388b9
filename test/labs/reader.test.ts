import { describe, expect, test } from 'vitest';
import { PageError } from '../../labs/reader/problem.ts';
import { readStepPage } from '../../labs/reader/step-pages.ts';
import { fillValues } from '../../labs/reader/values.ts';
import { frontMatter, pageText, question, terminalLine } from './page-text.ts';

const readTerminal = (terminal: string[], change = {}) => readStepPage('page.md', pageText(terminal, change));

/** The problems as `line: message`. */
function problems(terminal: string[], change = {}): string[] {
  try {
    readTerminal(terminal, change);
  } catch (error) {
    if (error instanceof PageError) return error.problems.map(({ line, message }) => `${line}: ${message}`);
    throw error;
  }
  return [];
}

describe('front matter', () => {
  test('is typed', () => {
    const { id, name, title, minutes, cost, know, needs } = readTerminal([]);
    expect({ id, name, title, minutes, cost, know, needs }).toEqual({
      id: 'step-3',
      name: 'bucket',
      title: 'A page',
      minutes: 5,
      cost: 'nothing',
      know: ['one thing'],
      needs: ['another thing'],
    });
  });

  test.each([
    ['an unknown key', `${frontMatter('step-3')}\nprice: 1`, "11: unknown key 'price'"],
    [
      'a missing key',
      frontMatter('step-3').replace('cost: nothing\n', ''),
      "1: no key 'cost' in the front matter",
    ],
    ['a wrong type', frontMatter('step-3').replace('minutes: 5', 'minutes: five'), `5: 'minutes' is "five"`],
    ['no value', frontMatter('step-3').replace('nothing', ''), "6: 'cost' is null"],
    ['an unknown step', frontMatter('step-10'), `2: 'id' is "step-10"`],
    [
      'a key twice',
      `${frontMatter('step-3')}\ncost: x`,
      '11: the front matter is not YAML: Map keys must be unique',
    ],
    ['no keys at all', 'words', '2: the front matter is not a list of keys'],
  ])('with %s is rejected with its line', (_what, front, problem) => {
    expect(problems([], { front })).toContain(problem);
  });

  test('is required, and the message names the fix', () => {
    expect(() => readStepPage('page.md', '# A page\n')).toThrow(
      "page.md:1: no front matter. Expected a first line '---' and a closing one. Add it.",
    );
  });
});

describe('fences', () => {
  test('keep every line and their line numbers', () => {
    const { blocks } = readTerminal(['```bash timeout=90 expect-exit=3', 'echo a', '', '', 'exit 3', '```']);
    expect(blocks[0]).toEqual({
      use: 'run',
      text: 'echo a\n\n\nexit 3',
      line: terminalLine + 1,
      section: 'By terminal',
      timeoutSeconds: 90,
      expectExit: 3,
    });
    expect(blocks[1]).toMatchObject({ use: 'check', step: 'step-3', text: 'npm run check step-3' });
  });

  test('of output belong to the command before them; handshake and norun are kept', () => {
    const page = [
      '```bash handshake=CONNECTION',
      'ls',
      '```',
      '',
      'You see:',
      '',
      '```text output',
      'a',
      '',
      'b',
      '```',
    ];
    const { blocks } = readTerminal([
      ...page,
      '',
      '```bash norun="asks for your keys"',
      'aws configure',
      '```',
    ]);
    expect(blocks[0]).toMatchObject({
      handshake: 'CONNECTION',
      output: { text: 'a\n\nb', line: terminalLine + 7 },
    });
    expect(blocks[1]).toMatchObject({ use: 'norun', reason: 'asks for your keys' });
  });

  test.each([
    ['an unknown language', ['```sh', 'ls', '```'], "unknown fence language 'sh'"],
    ['no language', ['```', 'ls', '```'], "unknown fence language ''"],
    ['an unknown key', ['```bash quiet', 'ls', '```'], "unknown fence key 'quiet'"],
    ['a key of every object', ['```bash toString', 'ls', '```'], "unknown fence key 'toString'"],
    ['a bad value', ['```bash timeout=soon', 'ls', '```'], "fence key 'timeout' cannot be 'timeout=soon'"],
    ['a key twice', ['```bash values values', 'ls', '```'], "fence key 'values' stands twice"],
    ['norun without a reason', ['```bash norun', 'ls', '```'], "fence key 'norun' cannot be 'norun'"],
    ['plain text', ['```text', 'ls', '```'], "a text fence must say 'output' or 'error', this one says ''"],
    ['no end', ['```bash', 'ls'], 'this fence is never closed'],
    ['a shorter end', ['````bash', 'ls', '```'], 'this fence is never closed'],
    ['no fence, but indented', ['    ls'], 'an indented code block'],
    ['an output alone', ['```text output', 'a', '```'], 'an output without a command'],
    ['a check in the wrong place', ['```bash check', 'npm run check step-3', '```'], 'not the page’s check'],
  ])('with %s are rejected', (_what, terminal, message) => {
    expect(problems(terminal)).toContain(`${terminalLine + (message.startsWith('not') ? 1 : 0)}: ${message}`);
  });

  test.each([
    ['a list', ['1. First:', '   ```bash', '   ls', '   ```'], 1],
    ['a list, after a blank line', ['1. First:', '', '   ```bash', '   ls', '   ```'], 2],
    ['a quote', ['> ```bash', '> ls', '> ```'], 0],
    ['a piece of HTML', ['<details>', '```bash', 'ls', '```', '</details>'], 1],
  ])('inside %s are rejected, not dropped', (_what, terminal, offset) => {
    expect(problems(terminal)).toContain(`${terminalLine + offset}: a fence inside other text`);
  });

  test('in the console section are rejected', () => {
    const text = pageText([]).replace('1. Choose **Create**.', '```bash\nls\n```');
    expect(() => readStepPage('page.md', text)).toThrow("page.md:18: commands under 'By console'");
  });
});

describe('commands that shells read differently', () => {
  test.each([
    ['echo hi # there', "a comment is no comment at zsh's prompt"],
    ['echo "arn:$ACCOUNT_ID:role"', 'zsh reads ":" and "[" after a bare $NAME as part of it'],
    ['echo "<!doctype html>"', 'an interactive shell takes "!" as a word of its history'],
    ['export A="$(date)"', 'an export hides that the command in it failed'],
    ['status=1', 'this variable is special in zsh'],
    ['if [ "$A" == b ]; then ls; fi', '"==" inside [ ] is not POSIX'],
    ['sed -i s/a/b/ f', "GNU's and BSD's sed read -i differently"],
    ['aws x | jq .', 'the pages use only aws, git, curl and POSIX tools'],
    ['', 'the block is empty'],
  ])('%s', (command, message) => {
    expect(problems(['```bash', command, '```'])).toEqual([`${terminalLine + 1}: ${message}`]);
  });

  test.each([
    "printf '<!doctype html>\\n' > f",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: shell syntax, not a template
    'echo "arn:${ACCOUNT_ID}:role"',
    'if ! ls; then [ "$A" != b ]; fi',
    'sed -i.bak s/a/b/ f',
    "aws x --query 'a[?b==`c`]'",
  ])('%s is accepted', (command) => {
    expect(problems(['```bash', command, '```'])).toEqual([]);
  });
});

describe('anchors and outline', () => {
  test('headings and ids are anchors, each once', () => {
    const { anchors } = readTerminal([
      '### Wait, then *look*',
      '',
      'Text. <a id="check-bucket-exists"></a>Here.',
    ]);
    expect(anchors.map(({ id }) => id)).toContain('wait-then-look');
    expect(anchors).toContainEqual({ id: 'check-bucket-exists', line: terminalLine + 2 });
    expect(problems(['### Check yourself'])).toEqual([
      `${terminalLine + 2}: two places are called #check-yourself`,
    ]);
  });

  test('a page keeps its title and its sections', () => {
    const swapped = pageText([]).replace('## By console', '## By hand').replace('# A page', '# Another');
    expect(() => readStepPage('page.md', swapped)).toThrow(
      /12: .*title[\s\S]*:16: section 1 is not 'By console'/,
    );
  });
});

describe('questions', () => {
  const [open = '', ...answer] = question;
  const first = pageText([]).split('\n').indexOf(open) + 1;
  const problemsOfQuestions = (questions: readonly string[]) => problems([], { questions });

  test('may have answers with several paragraphs, a list and links', () => {
    const longer = [open, '', 'It is *so*.', '', '- [here](#by-console)', '', 'And so.', '', '</details>'];
    expect(problemsOfQuestions([...question, '', ...longer])).toEqual([]);
  });

  test.each([
    ['none', ['Think.'], `${first + 2}: no question before this line`],
    ['never closed', question.slice(0, -2), `${first}: this <details> is never closed`],
    ['closed inside the answer', [open, '', 'So.</details>'], `${first}: this <details> is never closed`],
    [
      'not closed before the next',
      [...question.slice(0, -1), ...question],
      `${first}: this <details> is never closed`,
    ],
    ['without a summary', ['<details>', ...answer], `${first}: a question without its summary`],
    [
      'with the summary on a line of its own',
      ['<details>', '<summary>Why?</summary>', ...answer],
      `${first}: a question without its summary`,
    ],
    [
      'with an empty summary',
      ['<details><summary></summary>', ...answer],
      `${first}: a question without its summary`,
    ],
    ['that ask nothing', [open.replace('?', '.'), ...answer], `${first}: 'Why.' asks nothing`],
    ['without an answer', [open, '', '</details>'], `${first}: a question without an answer`],
    ['without the blank line', [open, ...answer.slice(1)], `${first + 1}: no blank line behind the question`],
    ['closed twice', [...question, '', '</details>'], `${first + 6}: a </details> that closes nothing`],
    [
      'with a command',
      [open, '', '```bash', 'ls', '```', ...answer],
      `${first + 2}: commands under 'Questions'`,
    ],
  ])('%s are rejected with the line', (_what, questions, problem) => {
    expect(problemsOfQuestions(questions)).toContain(problem);
  });

  test('that never close are reported with the fix', () => {
    expect(() => readStepPage('page.md', pageText([], { questions: [open, '', 'So.'] }))).toThrow(
      `page.md:${first}: this <details> is never closed. Expected '<details><summary>a question?</summary>', a blank line, the answer, a blank line, '</details>'. Write '</details>' behind the answer.`,
    );
  });

  test('have their own section between what can go wrong and going further', () => {
    const without = pageText([], { questions: [] }).replace('## Questions\n', '');
    expect(() => readStepPage('page.md', without)).toThrow("section 5 is not 'Questions'");
  });
});

describe('values', () => {
  const terminal = ['```bash values', 'export AWS_REGION="us-east-1"', 'export OWNER="you"', '```'];

  test("are replaced by the learner's own", () => {
    const page = readTerminal(terminal);
    const [filled] = fillValues([page], { OWNER: 'ada' });
    expect(filled?.blocks[0]?.text).toBe('export AWS_REGION="us-east-1"\nexport OWNER="ada"');
    expect(page.blocks[0]?.text).toContain('you');
  });

  test('that no page asks for or that a shell would expand are rejected', () => {
    const page = readTerminal(terminal);
    expect(() => fillValues([page], { REGION: 'x' })).toThrow('Expected one of: AWS_REGION, OWNER');
    expect(() => fillValues([page], { OWNER: '$(rm -rf .)' })).toThrow('The value of OWNER');
  });

  test('occur only in plain exports', () => {
    expect(problems(['```bash values', 'export A="$B"', '```'])).toEqual([
      `${terminalLine + 1}: 'export A="$B"' does not belong in a values block`,
    ]);
  });
});
