import type { Mistake } from './mistake.ts';

/** Problems that are reported only if every page can be read. */
export const undrawable: Mistake[] = [
  {
    name: 'a diagram that cannot be drawn',
    page: 'diagrams/execution.dot',
    from: '  push -> source\n',
    to: '  push -> -> source\n',
    on: '  push -> -> source',
    says: 'Graphviz says: syntax error',
  },
  {
    name: 'a misspelled word in a text alternative',
    page: 'diagrams/teardown.dot',
    from: 'so that nothing fills',
    to: 'so that nothnig fills',
    on: 'nothnig',
    says: "'nothnig' is in no dictionary",
  },
];
