import type { CommandEntry } from '../framework/command.ts';

/** Every command of `lab`, in the order of the overview. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  start: {
    summary: 'the whole lab in a browser, on this machine',
    load: () => import('./start.ts'),
  },
  open: {
    summary: 'print a new address for the running companion',
    load: () => import('./open.ts'),
  },
  check: { summary: 'check a step against your account', load: () => import('./check.ts') },
  doctor: {
    summary: 'will the lab go through? Look before step 1',
    load: () => import('./doctor.ts'),
  },
  next: { summary: 'where am I, and what do I type now', load: () => import('./next.ts') },
  explain: {
    summary: 'what a pasted error means, and the repair',
    load: () => import('./explain.ts'),
  },
  report: {
    summary: 'one HTML page of where you stand, to hand in',
    load: () => import('./report.ts'),
  },
  teardown: {
    summary: 'remove all that the lab made, and prove it',
    load: () => import('./teardown.ts'),
  },
  practice: {
    summary: 'run a practice account on this machine',
    load: () => import('./practice.ts'),
  },
  env: { summary: 'print the running practice account’s exports', load: () => import('./env.ts') },
  demo: {
    summary: 'the whole lab by itself, on a fresh practice account',
    load: () => import('./demo.ts'),
  },
  rehearse: {
    summary: 'run every command of the pages, as printed',
    load: () => import('./rehearse.ts'),
  },
  drill: {
    summary: 'a finished lab with a fault in it, for you to find and mend',
    load: () => import('./drill.ts'),
  },
  solve: {
    summary: 'bring an account to the end of a step, by the pages’ commands',
    load: () => import('./solve.ts'),
  },
  reset: { summary: 'go back to before a step', load: () => import('./reset.ts') },
  init: { summary: 'write down your region and repository', load: () => import('./init.ts') },
  policy: {
    summary: 'print the IAM policy that the checker needs',
    load: () => import('./policy.ts'),
  },
  values: {
    summary: 'print the names that the pages’ commands use, for a seat too',
    load: () => import('./values.ts'),
  },
  class: {
    summary: 'a class: its roster, what to do before, during and after',
    load: () => import('./class.ts'),
  },
  hand: {
    summary: 'raise your hand in a class, or lower it',
    load: () => import('./hand.ts'),
  },
  use: { summary: 'choose the live or the practice account', load: () => import('./use.ts') },
};
