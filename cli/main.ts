import { setMaxListeners } from 'node:events';
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { UnknownVersion } from '../checker/lab/format-version.ts';
import { CliError } from '../lab-home/errors.ts';
import type { Io } from '../terminal/command.ts';
import { didYouMean } from '../terminal/did-you-mean.ts';
import type { Command } from './framework/command.ts';

// Not in the types of Node 20, where it does not exist either. It is kept beside the bundle: in the system's folder
// for temporary files, where Node would put it, it would outlive the kit.
(module as { enableCompileCache?: (folder: string) => void }).enableCompileCache?.(
  process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('.compile-cache', import.meta.url)),
);
// Node 20 must work; the SDK's notice about it would stand in front of every output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const commands: Record<string, { summary: string; load: () => Promise<{ command: Command }> }> = {
  start: {
    summary: 'the whole lab in a browser, on this machine',
    load: () => import('./commands/start.ts'),
  },
  check: { summary: 'check a step against your account', load: () => import('./commands/check.ts') },
  doctor: {
    summary: 'will the lab go through? Look before step 1',
    load: () => import('./commands/doctor.ts'),
  },
  next: { summary: 'where am I, and what do I type now', load: () => import('./commands/next.ts') },
  explain: {
    summary: 'what a pasted error means, and the repair',
    load: () => import('./commands/explain.ts'),
  },
  report: {
    summary: 'one HTML page of where you stand, to hand in',
    load: () => import('./commands/report.ts'),
  },
  teardown: {
    summary: 'remove all that the lab made, and prove it',
    load: () => import('./commands/teardown.ts'),
  },
  practice: {
    summary: 'run a practice account on this machine',
    load: () => import('./commands/practice.ts'),
  },
  env: { summary: 'print the running practice account’s exports', load: () => import('./commands/env.ts') },
  demo: {
    summary: 'the whole lab by itself, on a fresh practice account',
    load: () => import('./commands/demo.ts'),
  },
  rehearse: {
    summary: 'run every command of the pages, as printed',
    load: () => import('./commands/rehearse.ts'),
  },
  drill: {
    summary: 'a finished lab with a fault in it, for you to find and mend',
    load: () => import('./commands/drill.ts'),
  },
  solve: {
    summary: 'bring an account to the end of a step, by the pages’ commands',
    load: () => import('./commands/solve.ts'),
  },
  reset: { summary: 'go back to before a step', load: () => import('./commands/reset.ts') },
  init: { summary: 'write down your region and repository', load: () => import('./commands/init.ts') },
  policy: {
    summary: 'print the IAM policy that the checker needs',
    load: () => import('./commands/policy.ts'),
  },
  values: {
    summary: 'print the names that the pages’ commands use, for a seat too',
    load: () => import('./commands/values.ts'),
  },
  class: {
    summary: 'a class: its roster, what to do before, during and after',
    load: () => import('./commands/class.ts'),
  },
  hand: {
    summary: 'raise your hand in a class, or lower it',
    load: () => import('./commands/hand.ts'),
  },
  use: { summary: 'choose the live or the practice account', load: () => import('./commands/use.ts') },
};

function overview(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  lab ${name.padEnd(10)} ${summary}`);
  return `AWS CodePipeline, learned by doing.

usage: lab <command> [options]     (npm run <command> -- [options] works for start, check, teardown, demo, practice, rehearse)

${rows.join('\n')}

  lab <command> --help tells more, with examples.
`;
}

async function run(argv: string[], io: Io): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    io.stdout(overview());
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry === undefined) {
    const suggestion = didYouMean(name, Object.keys(commands));
    throw new CliError(
      `lab has no command "${name}".${suggestion ? ` Did you mean: npx lab ${suggestion}?` : ''} Type: npx lab --help`,
    );
  }
  const {
    command,
    called: commandName,
    args,
  } = await resolveCommand((await entry.load()).command, name, rest);
  const { values, positionals } = parse(commandName, command, args);
  if (values.help) {
    io.stdout(command.help);
    return 0;
  }
  return command.run(values, positionals, io);
}

/** The command itself, or the one below it that the first argument names. */
async function resolveCommand(command: Command, commandName: string, args: string[]) {
  const [name = '--help', ...rest] = args;
  if (command.subcommands === undefined || name === '--help' || name === '-h')
    return { command, called: commandName, args: command.subcommands === undefined ? args : ['--help'] };
  const names = Object.keys(command.subcommands);
  const load = Object.hasOwn(command.subcommands, name) ? command.subcommands[name] : undefined;
  if (load === undefined) {
    const suggestion = didYouMean(name, names);
    throw new CliError(
      `lab ${commandName} has no command "${name}".${suggestion ? ` Did you mean: npx lab ${commandName} ${suggestion}?` : ''} Type: npx lab ${commandName} --help`,
    );
  }
  return { command: (await load()).command, called: `${commandName} ${name}`, args: rest };
}

function parse(name: string, command: Command, args: string[]) {
  const options = { ...command.options, help: { type: 'boolean', short: 'h' } } as const;
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const flag = /'(--?[^'\s]+)/.exec((error as Error).message)?.[1] ?? '';
    const suggestion = didYouMean(flag.replace(/^-+/, ''), Object.keys(options));
    throw new CliError(
      `lab ${name}: ${(error as Error).message.split('. ')[0]}.${suggestion ? ` Did you mean --${suggestion}?` : ''} Type: npx lab ${name} --help`,
    );
  }
}

const interruption = new AbortController();
// Every call in flight listens to it; there may be many.
setMaxListeners(0, interruption.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // A second Ctrl-C does not wait.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });

const io: Io = {
  env: process.env,
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  interactive: Boolean(process.stdin.isTTY && process.stdout.isTTY),
  color: Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  width: process.stdout.columns ?? 80,
  signal: interruption.signal,
};
// A reader that went away (`lab check | head`) ends the command, quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await run(process.argv.slice(2), io);
} catch (error) {
  if (interruption.signal.aborted) process.exitCode = 130;
  else if (error instanceof CliError) {
    io.stderr(`${error.message}\n`);
    process.exitCode = error.exit;
  } else if (error instanceof UnknownVersion) {
    io.stderr(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    io.stderr(`This is a fault of the kit, not yours. Please report it with the lines below.\n`);
    io.stderr(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  }
}
