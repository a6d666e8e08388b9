/** No inline script, no inline style, nothing from another host, and it speaks with this server alone. */
export const policy =
  "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** The one page of the practice console, whatever its address; its script draws the rest. */
export const consolePage = `<!doctype html>
<html lang="en" data-root="/">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Practice console</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/site.css">
<link rel="stylesheet" href="/companion-style.css">
<link rel="stylesheet" href="/console-style.css">
<script src="/assets/early.js"></script>
<script src="/console.js" defer></script>
</head>
<body class="console">
<noscript><p>The practice console needs JavaScript. The <a href="/">lab's pages</a> do not: by terminal, all of it can be done.</p></noscript>
<div id="console"></div>
</body>
</html>
`;
