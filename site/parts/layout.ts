import { escapeHtml } from '../../terminal/html.ts';
import { relativeUrl } from '../urls.ts';

/** A page of the site. Its path is relative to the site's root: `causes/url-expired.html`. */
export interface SitePage {
  readonly path: string;
  readonly html: string;
}

/** The parts of one page that the layout completes. */
export interface PageContent {
  readonly path: string;
  readonly title: string;
  /** One sentence for search engines. */
  readonly description: string;
  /** The parts of `<body>` below the header. */
  readonly body: string;
  readonly kind: string;
  /** The `<base>` of the one page that a host shows at any URL. */
  readonly base?: string;
}

/** Allows no inline script, no inline style and no other host. Lighthouse fetches robots.txt from within the page. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; worker-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'";

export const siteName = 'CodePipeline, learned by doing';

/** The whole HTML of a page. */
export function layout({ path, title, description, body, kind, base }: PageContent): SitePage {
  const to = (target: string) => relativeUrl(path, target);
  const name = title === siteName ? title : `${title} · ${siteName}`;
  const html = `<!doctype html>
<html lang="en" data-root="${base ?? (to('index.html').replace(/index\.html$/, '') || './')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${base === undefined ? '' : `<base href="${escapeHtml(base)}">\n`}<title>${escapeHtml(name)}</title>
<meta name="description" content="${escapeHtml(description)}">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${to('assets/icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/early.js')}"></script>
<script src="${to('assets/main.js')}" defer></script>
</head>
<body class="${kind}" id="top">
<a class="skip" href="#content">Skip to the text</a>
${header(to)}
${body}
</body>
</html>
`;
  return { path, html };
}

function header(to: (target: string) => string): string {
  return `<header class="top"><a class="brand" href="${to('index.html')}">CodePipeline <span>lab</span></a>
<nav class="rooms" aria-label="Parts of the site"><a href="${to('causes/index.html')}">Troubleshooting</a><a href="${to('drills/index.html')}">Drills</a><a href="${to('reference/index.html')}">Reference</a><a href="${to('reference/glossary.html')}">Glossary</a></nav>
<div class="tools"><a class="tool search-link" href="${to('search.html')}">Search</a><a class="tool menu" href="#way">Menu</a></div></header>`;
}
