import { RehearsalError, rehearse } from '../../labs/rehearsal/rehearse.ts';
import type { Command } from '../command.ts';
import { finishHandshake, readCourse } from '../course.ts';
import { Narrator } from '../demo/narrator.ts';
import { CliError } from '../errors.ts';
import { demandRunning, type RunningPractice } from '../home.ts';
import { type Ground, setStage } from '../stage.ts';

export const command: Command = {
  help: `Runs every command of the nine pages, as printed, in one bash on a fresh practice account.

usage: lab rehearse [--running] [--cli auto|stand-in] [--quiet]

  --running on the practice account that runs already (npm run practice), in place of a fresh one
  --cli     stand-in: the small stand-in for the AWS CLI, even where a current CLI is installed
  --quiet   only the pages, not their commands and what these print

It fails at the first command that fails, takes too long, or prints something else than its page says,
and names the page and the line. The checks on the pages are not run here: that is what lab demo does.

examples:
  npm run rehearse
  npm run rehearse -- --cli stand-in
`,
  options: { running: { type: 'boolean' }, cli: { type: 'string' }, quiet: { type: 'boolean' } },
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
      await rehearse(pages, stage.session, {
        beforePage: (page) => narrator.title(page.file.replace(/^.*labs\//, 'labs/')),
        beforeBlock: (_page, block) => {
          if (!values.quiet) narrator.commands(block.text);
        },
        afterBlock: (_page, _block, result) => {
          if (!values.quiet) narrator.output(result.stdout + result.stderr);
        },
        notRun: (_page, block) => narrator.line(`  line ${block.line} is not run: ${block.reason}`),
        authorize: (name) => finishHandshake(stage.practice.exports, name),
      });
      narrator.line(`\n${pages.length} pages ran as printed.`);
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
