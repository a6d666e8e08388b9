import type { Mistake } from './mistake.ts';

/** What is said only where every page can be read, and every picture is one. */
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
    name: 'a wrong letter in an alternative',
    page: 'diagrams/teardown.dot',
    from: 'so that nothing fills',
    to: 'so that nothnig fills',
    on: 'nothnig',
    says: "'nothnig' is in no dictionary",
  },
];
