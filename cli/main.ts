import module from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Io } from '../terminal/command.ts';
import { outputText } from '../terminal/output.ts';
import { commands } from './commands/index.ts';
import { failureOf, interrupted } from './framework/exit-code.ts';
import { interruption } from './framework/interruption.ts';
import { runCommand } from './framework/run.ts';

// Node 20 does not have this function, and its types do not know it. The cache is kept beside the bundle: in the
// system's temporary folder, where Node would put it, it would outlive the kit.
(module as { enableCompileCache?: (folder: string) => void }).enableCompileCache?.(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('.compile-cache', import.meta.url)),
);
// The kit supports Node 20. Without this, the SDK prints a notice about it before every output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

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
  const exitCode = await runCommand(process.argv.slice(2), commands, io);
  process.exitCode = signal.aborted ? interrupted : exitCode;
} catch (error) {
  process.exitCode = report(error);
}
