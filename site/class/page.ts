import { policy } from '../console/page.ts';

/** The board's page; its script draws the rest. */
export const classPage = `<!doctype html>
<html lang="en" data-root="/">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The class</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/site.css">
<link rel="stylesheet" href="/companion-style.css">
<link rel="stylesheet" href="/class-style.css">
<script src="/assets/early.js"></script>
<script src="/class.js" defer></script>
</head>
<body class="console class-board">
<noscript><p>The board needs JavaScript. In a terminal: npx lab class status</p></noscript>
<div id="class"></div>
</body>
</html>
`;
