import { defineGroup } from '../framework/command.ts';

export const command = defineGroup({
  name: 'class',
  description: 'A class: many learners, each at a seat of their own, in one account or in many.',
  usage: ['lab class <command> [roster] [options]'],
  subcommands: {
    init: {
      group: 'before',
      summary: 'write a roster, with what can stand in it explained',
      load: () => import('./class/init.ts'),
    },
    doctor: {
      group: 'before',
      summary: 'will it go well? Look at every account and seat',
      load: () => import('./class/doctor.ts'),
    },
    policy: {
      group: 'before',
      summary: 'print what seats and the instructor need to be allowed',
      load: () => import('./class/policy.ts'),
    },
    handout: {
      group: 'before',
      summary: 'a page for each seat, to be printed',
      load: () => import('./class/handout.ts'),
    },
    simulate: {
      group: 'before',
      summary: 'rehearse a class in a practice account',
      load: () => import('./class/simulate.ts'),
    },
    status: {
      group: 'during',
      summary: 'the class on one board: who is stuck on what, and since when',
      load: () => import('./class/status.ts'),
    },
    board: {
      group: 'during',
      summary: 'the same as a live page, for a screen or a projector',
      load: () => import('./class/board.ts'),
    },
    teardown: {
      group: 'after',
      summary: 'remove all that the seats made, nothing else, and prove it',
      load: () => import('./class/teardown.ts'),
    },
  },
  notes: [
    'The roster is class.yaml or class.csv in the current folder, or the file that is named.',
    'npx lab class <command> --help tells more. labs/reference/classroom.md tells how a class is prepared.',
  ],
  examples: [
    'npx lab class init --seats 12 --region eu-central-1',
    'npx lab class policy --all --out policies',
    'npx lab class doctor',
    'npx lab class handout',
    'npx lab class teardown --dry-run',
  ],
});
