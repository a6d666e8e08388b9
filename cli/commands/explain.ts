import { text as streamText } from 'node:stream/consumers';
import { CliError } from '../../lab-home/errors.ts';
import { sectionsOf } from '../../labs/reader/sections.ts';
import { readCausePages } from '../../scenarios/course.ts';
import type { Io } from '../../terminal/command.ts';
import { plainMarkdown } from '../../terminal/plain-markdown.ts';
import { wrap } from '../../terminal/wrap.ts';
import { defineCommand } from '../framework/command.ts';
import { commonErrorsIn } from './explain/common-errors.ts';
import { explainDenied, parseAccessDenied } from './explain/denied.ts';
import { causesIn, type Match } from './explain/match.ts';

/** The most characters that are read: no error is longer, but a whole log may be piped in. */
const maxLength = 256 * 1024;

async function errorText(positionals: string[], io: Io): Promise<string> {
  const typed = positionals.join(' ');
  if (typed.trim() !== '') return typed;
  const piped = io.interactive || process.stdin.isTTY ? '' : await streamText(process.stdin);
  if (piped.trim() === '')
    throw new CliError('There is nothing to explain. Paste the error: npx lab explain "THE ERROR"');
  return piped.slice(0, maxLength);
}

function matchLines({ cause, words }: Match, width: number): string[] {
  const page = sectionsOf(cause).flatMap(({ name, text }) => {
    const body = plainMarkdown(text, width - 2);
    return [name, ...body.map((line) => (line === '' ? '' : `  ${line}`))];
  });
  return [
    `${cause.title}  (${cause.id}, ${cause.step})`,
    ...wrap(`known by: ${words}`, width - 2).map((line) => `  ${line}`),
    '',
    ...page,
    `This is labs/causes/${cause.id}.md. Whether it is so: npm run check ${cause.step}`,
  ];
}

/** The other causes that have the same error, one on each line. */
function otherMatchLines(rest: readonly Match[]): string[] {
  if (rest.length === 0) return [];
  return [
    '',
    'It may also be:',
    ...rest.map(
      ({ cause: { id, title, step } }) => `  ${title}: labs/causes/${id}.md (npm run check ${step})`,
    ),
  ];
}

async function run(positionals: string[], io: Io): Promise<number> {
  const pasted = await errorText(positionals, io);
  const width = Math.min(io.width, 100);
  const matches = causesIn(pasted, readCausePages());
  const denied = parseAccessDenied(pasted);
  const lines: string[] = [];
  if (denied !== undefined) lines.push(...explainDenied(denied).flatMap((line) => wrap(line, width)), '');
  for (const { meaning, advice } of commonErrorsIn(pasted))
    lines.push(...wrap(`${meaning} ${advice}`, width), '');
  const [first, ...rest] = matches;
  if (first !== undefined) lines.push(...matchLines(first, width), ...otherMatchLines(rest));
  while (lines.at(-1) === '') lines.pop();
  if (lines.length > 0) {
    io.stdout(`${lines.join('\n')}\n`);
    return 0;
  }
  io.stdout(
    'No cause that the lab knows has this error. See that it is pasted whole, with the code in brackets.\nWhat does not hold in your account, whatever the error: npm run check\n',
  );
  return 3;
}

export const command = defineCommand({
  name: 'explain',
  description:
    'Tells what an error means: the cause, how to tell, and the repair. It asks no account, and what you paste stays on this machine.',
  usage: ['npx lab explain "THE ERROR, PASTED"', 'some command 2>&1 | npx lab explain'],
  positionals: [{ name: 'error', many: true, help: 'the words of the error' }],
  options: {},
  exitCodes: { 0: 'it is known', 2: 'nothing was given', 3: 'it is not known' },
  examples: [
    'npx lab explain "An error occurred (BucketNotEmpty) when calling the DeleteBucket operation"',
    'curl -s "$PAGE_URL" | npx lab explain',
  ],
  run: (_values, positionals, io) => run(positionals, io),
});
