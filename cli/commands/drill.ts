import { join, relative } from 'node:path';
import { CliError } from '../../lab-home/errors.ts';
import { kitRoot } from '../../lab-home/home.ts';
import type { Drill } from '../../labs/reader/drills.ts';
import { sectionsOf } from '../../labs/reader/sections.ts';
import { readDrillPages } from '../../scenarios/course.ts';
import { openDrill } from '../../scenarios/drill/open.ts';
import type { Io } from '../../terminal/command.ts';
import { didYouMean } from '../../terminal/did-you-mean.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';
import { integer } from '../../terminal/number-options.ts';
import { flag } from '../../terminal/options.ts';
import { plainMarkdown } from '../../terminal/plain-markdown.ts';
import { wrap } from '../../terminal/wrap.ts';
import { defineCommand } from '../framework/command.ts';
import { awsCliOption } from './aws-cli-option.ts';

const detailsBlock = /<details>\n<summary>(.+)<\/summary>\n\n([\s\S]+?)\n\n<\/details>/g;

/** The collapsed blocks of a section, each with its summary as the title. */
function detailsIn(drill: Drill, section: string): { title: string; body: string }[] {
  const found = sectionsOf(drill).find(({ name }) => name === section)?.text ?? '';
  return [...found.matchAll(detailsBlock)].map(([, title = '', body = '']) => ({ title, body }));
}

function list(drills: readonly Drill[]): string {
  const width = Math.max(...drills.map(({ id }) => id.length));
  const lines = drills.map(
    ({ id, step, minutes, title }) =>
      `  ${id.padEnd(width)}  ${step}  ${String(minutes).padStart(2)} min  ${title}`,
  );
  return `${lines.join('\n')}\n\nStart one: npx lab drill ID\n`;
}

function drillOf(id: string, drills: readonly Drill[]): Drill {
  const drill = drills.find((each) => each.id === id);
  if (drill !== undefined) return drill;
  const suggestion = didYouMean(
    id,
    drills.map((each) => each.id),
  );
  throw new CliError(
    `There is no drill "${id}".${suggestion ? ` Did you mean: npx lab drill ${suggestion}?` : ''} All of them: npx lab drill`,
  );
}

function hintOf(drill: Drill, number: number, width: number): string {
  const hint = detailsIn(drill, 'Hints')[number - 1];
  if (hint === undefined) throw new Error(`drill ${drill.id} has no hint ${number}`);
  return `${hint.title}\n\n${plainMarkdown(hint.body, width).join('\n')}`;
}

function sectionText(drill: Drill, section: string, width: number): string {
  const body = sectionsOf(drill).find(({ name }) => name === section)?.text ?? '';
  return plainMarkdown(body, width).join('\n');
}

async function start(drill: Drill, cli: 'auto' | 'stand-in', io: Io): Promise<number> {
  const width = Math.min(io.width, 100);
  const folder = join(kitRoot(), '.lab', 'drills', drill.id);
  io.stdout('Building a finished lab, page by page:\n');
  const openedDrill = await openDrill(drill, {
    env: io.env,
    cli,
    folder,
    onPage: (file) => io.stdout(`  ${file}\n`),
    onInternalError: (error) => io.stderr(internalErrorText(error)),
  });
  try {
    const url = openedDrill.appliedFault.url === undefined ? '' : ' -- --url "$PAGE_URL"';
    io.stdout(
      [
        `\n${drill.title}\n`,
        sectionText(drill, 'Story', width),
        'You may use',
        sectionText(drill, 'You may use', width),
        'In a second terminal, in this folder:',
        `  . ${relative(kitRoot(), openedDrill.script)}`,
        '',
        'It leads that terminal to the broken lab. It is mended when this passes there:',
        `  npm run check ${drill.step}${url}`,
        '',
        ...wrap(
          `Look for yourself first: the check names the fault at once. Hints: npx lab drill ${drill.id} --hint 1. This terminal keeps the account; Ctrl-C ends the drill.`,
          width,
        ),
        '',
      ].join('\n'),
    );
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve();
      io.signal.addEventListener('abort', () => resolve());
    });
    io.stdout('\nThe drill is over. Its second terminal still points there: close it.\n');
    return 130;
  } finally {
    await openedDrill.close();
  }
}

export const command = defineCommand({
  name: 'drill',
  description:
    'Break it, find it, mend it: a finished lab with a fault in it, in a practice account of its own. It has nothing to do with your own lab, and needs no AWS account.',
  usage: [
    'lab drill                     lists all drills',
    'lab drill ID                  starts one; Ctrl-C ends it',
    'lab drill ID --hint N         prints a hint',
    'lab drill ID --solution       prints how it is found and mended',
  ],
  positionals: [{ name: 'ID', help: 'the drill' }],
  options: {
    hint: integer({ min: 1, max: 3, help: 'prints a hint; each says more than the one before' }),
    solution: flag('prints how the fault is found and mended'),
    ...awsCliOption,
  },
  notes: [
    'Its page is labs/drills/ID.md. While it runs, type in a second terminal what it tells you. A repair is proven by the ordinary check of the step.',
  ],
  exitCodes: { 2: 'there is no such drill', 130: 'ended with Ctrl-C' },
  examples: ['npx lab drill', 'npx lab drill wrong-branch', 'npx lab drill wrong-branch --hint 1'],
  async run({ hint, solution, cli }, [id], io) {
    const drills = readDrillPages();
    if (id === undefined) {
      if (hint !== undefined || solution)
        throw new CliError('Of which drill? Type: npx lab drill ID --hint 1');
      io.stdout(list(drills));
      return 0;
    }
    const drill = drillOf(id, drills);
    const width = Math.min(io.width, 100);
    if (hint !== undefined) {
      io.stdout(`${hintOf(drill, hint, width)}\n`);
      return 0;
    }
    if (solution) {
      const [details] = detailsIn(drill, 'Solution');
      io.stdout(`${plainMarkdown(details?.body ?? '', width).join('\n')}\n`);
      return 0;
    }
    return start(drill, cli, io);
  },
});
