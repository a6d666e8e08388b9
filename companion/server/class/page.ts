import { appShell } from '../app-shell.ts';

/** The board's page. Its body's class states whether names are hidden, so that the script knows before it requests any. */
export const classPage = (hidesNames: boolean) =>
  appShell({
    name: 'class',
    title: 'The class',
    kind: hidesNames ? 'console class-board hides-names' : 'console class-board',
    scriptless: 'The board needs JavaScript. In a terminal: npx lab class status',
  });
