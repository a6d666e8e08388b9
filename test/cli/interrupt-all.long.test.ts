import { describe, expect, it } from 'vitest';
import { commands } from '../../cli/commands/index.ts';
import { interrupt } from '../kit/interrupted-command.ts';
import { silentServer } from '../kit/silent-server.ts';

/** Arguments of the commands that do nothing without any. */
const argumentsOf: Readonly<Record<string, string[]>> = {
  check: ['--all'],
  explain: ['AccessDenied'],
  drill: ['1'],
  solve: ['step-3'],
  reset: ['step-3'],
  'class simulate': ['--seats', '2'],
  'class board': ['--port', '0'],
  start: ['--port', '0', '--target', 'practice'],
  practice: ['--port', '0', '--ephemeral'],
};

/** Every command and subcommand of `lab`, as it is typed. */
async function allCommands(): Promise<string[]> {
  const names = await Promise.all(
    Object.entries(commands).map(async ([name, { load }]) => {
      const { subcommands } = (await load()).command;
      return subcommands === undefined ? [name] : Object.keys(subcommands).map((sub) => `${name} ${sub}`);
    }),
  );
  return names.flat();
}

const all = await allCommands();

/** Commands that call no account: they may end before they can be interrupted. */
const quick = [
  'explain',
  'env',
  'init',
  'policy',
  'values',
  'hand',
  'use',
  'open',
  'drill',
  'solve',
  'reset',
  'report',
  'class init',
  'class policy',
  'class handout',
];

describe('Ctrl-C', () => {
  it.each(all)(
    'ends lab %s, which leaves no process and no temporary file',
    async (name) => {
      const server = await silentServer();
      const args = [...name.split(' '), ...(argumentsOf[name] ?? [])];
      const end = await interrupt(args, server.endpoint, server.called());
      server.close();
      expect(end).toMatchObject({ left: [], temporary: [] });
      // At its very end, a process has no handlers any more.
      expect(quick.includes(name) ? [null, 'SIGINT'] : [null]).toContain(end.signal);
      if (!quick.includes(name)) expect(end.exit, end.stderr).toBe(130);
    },
    60_000,
  );
});
