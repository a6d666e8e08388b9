import type { Io } from '../terminal/command.ts';
import { outputText } from '../terminal/output.ts';
import { failureOf, interrupted } from './framework/exit-code.ts';
import { interruption } from './framework/interruption.ts';

/**
 * Runs a command as this process: with the process's terminal and environment, until Ctrl-C. Sets the exit code. An error
 * that the command throws is printed.
 */
export async function runProcess(run: (io: Io) => Promise<number>): Promise<void> {
  const signal = interruption();
  const io: Io = {
    env: process.env,
    stdout: (text) => void process.stdout.write(outputText(text)),
    stderr: (text) => void process.stderr.write(outputText(text)),
    interactive: Boolean(process.stdin.isTTY && process.stdout.isTTY),
    color: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    width: process.stdout.columns ?? 80,
    signal,
  };
  /** Prints an error that ended the command, and returns the exit code. */
  function report(error: unknown): number {
    if (signal.aborted) return interrupted;
    const { message, exitCode } = failureOf(error, process.env);
    io.stderr(message);
    return exitCode;
  }
  // Node would print the error as it is, with the text of others in it.
  process.on('uncaughtException', (error) => process.exit(report(error)));
  // A reader that closes the pipe (`lab check | head`) ends the command without an error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

  try {
    const exitCode = await run(io);
    process.exitCode = signal.aborted ? interrupted : exitCode;
  } catch (error) {
    process.exitCode = report(error);
  }
}
