import { demandRunning } from '../../lab-home/home.ts';
import type { Command } from '../../terminal/command.ts';

/**
 * Variables that would lead a client elsewhere although the practice account's own are set: a profile is
 * stronger than keys, a left-over session token spoils them, and a proxy would be asked for 127.0.0.1.
 */
export const clear = [
  'unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these are the shell's braces
  'export NO_PROXY="${NO_PROXY:+$NO_PROXY,}127.0.0.1,localhost"',
  'export no_proxy="$NO_PROXY"',
];

export const command: Command = {
  help: `Prints what leads this terminal to the running practice account: its exports once more, and the unsetting
of what would be stronger (a profile, an old session's token, a proxy).

usage: eval "$(npx lab env)"

example:
  eval "$(npx lab env)" && aws sts get-caller-identity
`,
  options: {},
  async run(_values, _positionals, io) {
    const { exports } = demandRunning(io.env);
    const lines = [...clear, ...Object.entries(exports).map(([name, value]) => `export ${name}=${value}`)];
    io.stdout(`${lines.join('\n')}\n`);
    return 0;
  },
};
