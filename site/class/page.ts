import { drawnPage } from '../companion/drawn-page.ts';

/** The board's page. */
export const classPage = drawnPage({
  name: 'class',
  title: 'The class',
  kind: 'console class-board',
  scriptless: 'The board needs JavaScript. In a terminal: npx lab class status',
});
