import { defined } from '../../base/defined.ts';
import { CliError } from '../../lab-home/errors.ts';
import { type RunningPractice, requireRunningPractice } from '../../lab-home/home.ts';
import type { Block, CoursePage, StepPage } from '../../labs/reader/page.ts';
import { PageRunError, runPages } from '../../labs/runner/run-pages.ts';
import type { BlockResult } from '../../labs/runner/shell-session.ts';
import { finishHandshake, readDrillPages, readStepsWithValues } from '../../scenarios/course.ts';
import { RunPrinter } from '../../scenarios/demo/run-printer.ts';
import { rehearseDrills } from '../../scenarios/drill/rehearse-drills.ts';
import { createSandbox, type PracticeAccess } from '../../scenarios/sandbox.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';
import { flag } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { awsCliOption } from './aws-cli-option.ts';

export const command = defineCommand({
  name: 'rehearse',
  description:
    "Runs every command of the nine pages, as printed, in one bash on a fresh practice account; and, before the cleanup, every drill's solution on the finished lab with the drill's fault in it.",
  options: {
    steps: flag('only the nine pages'),
    running: flag(
      'the nine pages on the practice account that runs already (npm run practice), in place of a fresh one',
    ),
    ...awsCliOption,
    quiet: flag('only the pages, not their commands and what these print'),
  },
  notes: [
    'It fails at the first command that fails, takes too long, or prints something else than its page says, and names the page and the line. The checks on the pages are not run here: that is what lab demo does.',
  ],
  examples: ['npm run rehearse', 'npm run rehearse -- --cli stand-in'],
  async run(values, _positionals, io) {
    const { cli } = values;
    const printer = new RunPrinter(io);
    const repository = 'octocat/codepipeline-s3-lab';
    const running = values.running ? practiceAccountOf(requireRunningPractice(io.env)) : undefined;
    const pages = readStepsWithValues({ region: running?.region ?? 'us-east-1', repository });
    const sandbox = await createSandbox({
      env: io.env,
      cli,
      repository,
      ...defined({ running }),
      onInternalError: (error) => io.stderr(internalErrorText(error)),
    });
    const stop = () => void sandbox.session.close();
    io.signal.addEventListener('abort', stop);
    try {
      printer.line(
        `practice account ${sandbox.practice.accountId} · ${sandbox.practice.region} · ${sandbox.practice.endpoint}`,
      );
      printer.line(`aws is ${sandbox.aws.description}`);
      const hooks = {
        beforePage: (page: CoursePage) => printer.title(page.file.replace(/^.*labs\//, 'labs/')),
        beforeBlock: (_page: CoursePage, block: Block) => {
          if (!values.quiet) printer.commands(block.text);
        },
        afterBlock: (_page: CoursePage, _block: Block, result: BlockResult) => {
          if (!values.quiet) printer.output(result.stdout + result.stderr);
        },
      };
      const runStepPages = (selected: readonly StepPage[]) =>
        runPages(selected, sandbox.session, {
          ...hooks,
          notRun: (_page, block) => printer.line(`  line ${block.line} is not run: ${block.reason}`),
          authorize: (name) => finishHandshake(sandbox.practice.exports, name),
        });
      const drills = values.steps || running !== undefined ? [] : readDrillPages();
      const isLast = ({ name }: StepPage) => name === 'cleanup';
      await runStepPages(pages.filter((page) => !isLast(page)));
      if (drills.length > 0) await rehearseDrills(drills, sandbox, repository, hooks);
      await runStepPages(pages.filter(isLast));
      printer.line(
        `\n${pages.length} pages${drills.length > 0 ? ` and ${drills.length} drills` : ''} ran as printed.`,
      );
      return 0;
    } catch (error) {
      if (io.signal.aborted) return 130;
      if (error instanceof PageRunError) throw new CliError(error.message, 1);
      throw error;
    } finally {
      io.signal.removeEventListener('abort', stop);
      await sandbox.close();
    }
  },
});

/** The running account as the pages' commands see it. */
const practiceAccountOf = ({ accountId, region, exports }: RunningPractice): PracticeAccess => ({
  accountId,
  region,
  exports,
  endpoint: exports.AWS_ENDPOINT_URL ?? '',
});
