/** Allows no inline script, no inline style, nothing from another host, and connections to this server only. */
const policy =
  "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/** The HTML of a page that its script renders. The values are the kit's own HTML and are not escaped. */
export const appShell = ({
  name,
  title,
  kind: bodyClass,
  scriptless: noscript,
}: Record<'name' | 'title' | 'kind' | 'scriptless', string>) =>
  `<!doctype html>
<html lang="en" data-root="/">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/site.css">
<link rel="stylesheet" href="/companion-style.css">
<link rel="stylesheet" href="/${name}-style.css">
<script src="/assets/early.js"></script>
<script src="/${name}.js" defer></script>
</head>
<body class="${bodyClass}">
<noscript><p>${noscript}</p></noscript>
<div id="${name}"></div>
</body>
</html>
`;
