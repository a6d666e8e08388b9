import { runProgram } from '../../checker/account/run-program.ts';
import { CliError } from '../../lab-home/errors.ts';
import { PageRunError } from '../../labs/runner/run-pages.ts';
import { readStepsWithValues } from '../../scenarios/course.ts';
import { Demo, runDemo } from '../../scenarios/demo/run-demo.ts';
import { RunPrinter } from '../../scenarios/demo/run-printer.ts';
import { createSandbox, type PracticeAccess } from '../../scenarios/sandbox.ts';
import type { Io } from '../../terminal/command.ts';
import { internalErrorText } from '../../terminal/internal-error.ts';
import { flag } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { awsCliOption } from './aws-cli-option.ts';

const repository = 'octocat/codepipeline-s3-lab';

async function requireGit(env: Io['env']): Promise<void> {
  const { exit } = await runProgram('git', ['--version'], { env: { PATH: env.PATH ?? '' } });
  if (exit === 0) return;
  throw new CliError(
    'The demo needs git, and there is none on the PATH. Install it: https://git-scm.com/downloads (Debian: apt-get install git; macOS: xcode-select --install)',
  );
}

async function keepServing(practice: PracticeAccess, printer: RunPrinter, io: Io): Promise<void> {
  printer.title('The account is still running');
  printer.line('  It holds the finished lab, steps 1 to 8. In another terminal:');
  printer.line();
  for (const [name, value] of Object.entries(practice.exports)) printer.line(`export ${name}=${value}`);
  printer.line(`export LAB_REPOSITORY=${repository}`);
  printer.line();
  printer.line('  Then, for example: npm run check step-6, or npm run teardown. Ctrl-C ends the account.');
  await new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve());
  });
}

export const command = defineCommand({
  name: 'demo',
  description:
    'The whole lab by itself, on a fresh practice account: every command of the nine pages as printed, a check before and after each step, the sweeper, and the proof that nothing is left.',
  options: {
    keep: flag('stop before the cleanup, leave the account running, and say how to use it'),
    ...awsCliOption,
    quiet: flag("only the checks, not the pages' commands and what these print"),
  },
  notes: [
    'It ends by itself, with exit code 0 when every check said what it should, and leaves no process and no file.',
  ],
  examples: ['npm run demo', 'npm run demo -- --quiet', 'npm run demo -- --keep'],
  async run({ cli, keep, quiet }, _positionals, io) {
    await requireGit(io.env);
    const printer = new RunPrinter(io);
    const pages = readStepsWithValues({ region: 'us-east-1', repository });
    const started = performance.now();
    const sandbox = await createSandbox({
      env: io.env,
      cli,
      repository,
      onInternalError: (error) => io.stderr(internalErrorText(error)),
    });
    // Ctrl-C ends the shell, and with it the block that is running.
    const stop = () => void sandbox.session.close();
    io.signal.addEventListener('abort', stop);
    try {
      printer.line(
        `practice account ${sandbox.practice.accountId} · ${sandbox.practice.region} · ${sandbox.practice.endpoint}`,
      );
      printer.line(
        'The whole lab by itself. It is a practice account: no AWS account is used, nothing leaves this machine.',
      );
      printer.line(`aws is ${sandbox.aws.description}`);
      const demo = new Demo(io, sandbox, printer, quiet);
      await runDemo(demo, sandbox, pages, printer, keep);
      const seconds = Math.round((performance.now() - started) / 1000);
      printer.title(`Done: ${demo.expectedResults} checks said what they had to, in ${seconds} s`);
      if (keep) await keepServing(sandbox.practice, printer, io);
      else
        printer.line(
          '  Nothing is left: pipeline, buckets, connection, role and policy were each seen to be gone.',
        );
      return io.signal.aborted ? 130 : 0;
    } catch (error) {
      if (io.signal.aborted) {
        printer.line('\nStopped. Nothing was left behind.');
        return 130;
      }
      if (error instanceof PageRunError) throw new CliError(error.message, 1);
      throw error;
    } finally {
      io.signal.removeEventListener('abort', stop);
      await sandbox.close();
    }
  },
});
