import { CliError } from '../../lab-home/errors.ts';
import { demandRunning, type RunningPractice } from '../../lab-home/home.ts';
import type { Block, Page, Sheet } from '../../labs/reader/page.ts';
import { RehearsalError, rehearse } from '../../labs/runner/rehearse.ts';
import type { Result } from '../../labs/runner/session.ts';
import { finishHandshake, readCourse, readDrillPages } from '../../scenarios/course.ts';
import { Narrator } from '../../scenarios/demo/narrator.ts';
import { rehearseDrills } from '../../scenarios/drill/rehearse-drills.ts';
import { type Ground, setStage } from '../../scenarios/stage.ts';
import type { Command } from '../framework/command.ts';

export const command: Command = {
  help: `Runs every command of the nine pages, as printed, in one bash on a fresh practice account; and, before the
cleanup, every drill's solution on the finished lab with the drill's fault in it.

usage: lab rehearse [--steps] [--running] [--cli auto|stand-in] [--quiet]

  --steps   only the nine pages
  --running the nine pages on the practice account that runs already (npm run practice), in place of a fresh one
  --cli     stand-in: the small stand-in for the AWS CLI, even where a current CLI is installed
  --quiet   only the pages, not their commands and what these print

It fails at the first command that fails, takes too long, or prints something else than its page says,
and names the page and the line. The checks on the pages are not run here: that is what lab demo does.

examples:
  npm run rehearse
  npm run rehearse -- --cli stand-in
`,
  options: {
    steps: { type: 'boolean' },
    running: { type: 'boolean' },
    cli: { type: 'string' },
    quiet: { type: 'boolean' },
  },
  async run(values, positionals, io) {
    if (positionals.length > 0)
      throw new CliError(`lab rehearse takes no "${positionals.join(' ')}": the pages build on each other.`);
    const cli = cliOf(values.cli);
    const narrator = new Narrator(io);
    const repository = 'octocat/codepipeline-s3-lab';
    const running = values.running ? groundOf(demandRunning(io.env)) : undefined;
    const pages = readCourse({ region: running?.region ?? 'us-east-1', repository });
    const stage = await setStage({
      env: io.env,
      cli,
      repository,
      ...(running === undefined ? {} : { running }),
      onFault: (error) => io.stderr(`${error}\n`),
    });
    const stop = () => void stage.session.close();
    io.signal.addEventListener('abort', stop);
    try {
      narrator.line(
        `practice account ${stage.practice.accountId} · ${stage.practice.region} · ${stage.practice.endpoint}`,
      );
      narrator.line(`aws is ${stage.aws.says}`);
      const hooks = {
        beforePage: (page: Sheet) => narrator.title(page.file.replace(/^.*labs\//, 'labs/')),
        beforeBlock: (_page: Sheet, block: Block) => {
          if (!values.quiet) narrator.commands(block.text);
        },
        afterBlock: (_page: Sheet, _block: Block, result: Result) => {
          if (!values.quiet) narrator.output(result.stdout + result.stderr);
        },
      };
      const type = (wanted: readonly Page[]) =>
        rehearse(wanted, stage.session, {
          ...hooks,
          notRun: (_page, block) => narrator.line(`  line ${block.line} is not run: ${block.reason}`),
          authorize: (name) => finishHandshake(stage.practice.exports, name),
        });
      const drills = values.steps || running !== undefined ? [] : readDrillPages();
      const isLast = ({ name }: Page) => name === 'cleanup';
      await type(pages.filter((page) => !isLast(page)));
      if (drills.length > 0) await rehearseDrills(drills, stage, repository, hooks);
      await type(pages.filter(isLast));
      narrator.line(
        `\n${pages.length} pages${drills.length > 0 ? ` and ${drills.length} drills` : ''} ran as printed.`,
      );
      return 0;
    } catch (error) {
      if (io.signal.aborted) return 130;
      if (error instanceof RehearsalError) throw new CliError(error.message, 1);
      throw error;
    } finally {
      io.signal.removeEventListener('abort', stop);
      await stage.close();
    }
  },
};

/** The running account as the pages' commands see it. */
const groundOf = ({ accountId, region, exports }: RunningPractice): Ground => ({
  accountId,
  region,
  exports,
  endpoint: exports.AWS_ENDPOINT_URL ?? '',
});

export function cliOf(value: unknown): 'auto' | 'stand-in' {
  if (value === undefined || value === 'auto') return 'auto';
  if (value === 'stand-in') return 'stand-in';
  throw new CliError(`--cli ${value}: expected auto or stand-in`);
}
