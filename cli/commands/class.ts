import type { Command } from '../framework/command.ts';

export const command: Command = {
  help: `A class: many learners, each at a seat of their own, in one account or in many.

usage: lab class <command> [roster] [options]

The roster is class.yaml or class.csv in the current folder, or the file that is named.

before
  init       write a roster, with what can stand in it explained
  doctor     will it go well? Look at every account and seat
  policy     print what seats and the instructor need to be allowed
  handout    a page for each seat, to be printed
  simulate   rehearse a class in a practice account

during
  status     the class on one board: who is stuck on what, and since when
  board      the same as a live page, for a screen or a projector

after
  teardown   remove all that the seats made, nothing else, and prove it

examples:
  npx lab class init --seats 12 --region eu-central-1
  npx lab class policy --all --out policies
  npx lab class doctor
  npx lab class handout
  npx lab class teardown --dry-run

  npx lab class <command> --help tells more. labs/reference/classroom.md tells how a class is prepared.
`,
  options: {},
  subcommands: {
    init: () => import('./class/init.ts'),
    doctor: () => import('./class/doctor.ts'),
    policy: () => import('./class/policy.ts'),
    handout: () => import('./class/handout.ts'),
    status: () => import('./class/status.ts'),
    simulate: () => import('./class/simulate.ts'),
    teardown: () => import('./class/teardown.ts'),
    board: () => import('./class/board.ts'),
  },
  // Without a subcommand, the caller prints the help.
  async run() {
    return 0;
  },
};
