import { appShell } from '../../companion/server/app-shell.ts';

/** The one page of the practice console, for all of its URLs. */
export const consolePage = appShell({
  name: 'console',
  title: 'Practice console',
  kind: 'console',
  scriptless:
    'The practice console needs JavaScript. The <a href="/">lab\'s pages</a> do not: by terminal, all of it can be done.',
});
