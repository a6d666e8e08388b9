import { renderToString } from 'preact-render-to-string';
import type { StaticBoardRenderer } from '../../server/class/ports.ts';
import { Board } from './board.tsx';

export const generatorTag: StaticBoardRenderer['generatorTag'] =
  '<meta name="generator" content="codepipeline-lab class board">';

export const staticBoardPage: StaticBoardRenderer['staticBoardPage'] = (
  { board, trouble, refreshSeconds },
  { css, cssHash },
) => {
  const title = board === undefined ? 'The class' : `Class ${board.class}`;
  const body = (
    <body class="console class-board">
      <header class="class-top">
        <h1>{title}</h1>
        <p class="class-time">
          {board === undefined ? '' : `As of ${new Date(board.now).toLocaleString()}. `}
          This page reloads every {refreshSeconds} s.
        </p>
      </header>
      <main>
        {trouble === undefined ? null : <p class="class-trouble">? {trouble}</p>}
        {board === undefined ? <p>No seat has been looked at yet.</p> : <Board board={board} />}
      </main>
    </body>
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${cssHash}'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="${refreshSeconds}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${generatorTag}
<meta name="robots" content="noindex">
${renderToString(<title>{title}</title>)}
<meta name="color-scheme" content="light dark">
<style>${css}</style>
</head>
${renderToString(body)}
</html>
`;
};
