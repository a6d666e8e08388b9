import { commands } from '../../cli/commands/index.ts';
import { failureOf } from '../../cli/framework/exit-code.ts';
import { runCommand } from '../../cli/framework/run.ts';
import { outputText } from '../../terminal/output.ts';

/** Runs a command of `lab` in this process, as cli/lab-process.ts does, and returns what it printed. */
export async function runInProcess(args: readonly string[], env: Record<string, string | undefined>) {
  let stdout = '';
  let stderr = '';
  const io = {
    env,
    interactive: false,
    color: false,
    width: 100,
    signal: new AbortController().signal,
    stdout: (text: string) => {
      stdout += outputText(text);
    },
    stderr: (text: string) => {
      stderr += outputText(text);
    },
  };
  const exit = await runCommand(args, commands, io).catch((error: unknown) => {
    const { message, exitCode } = failureOf(error, env);
    io.stderr(message);
    return exitCode;
  });
  return { exit, stdout, stderr };
}
