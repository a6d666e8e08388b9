import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

/** The file below `folder` that a path names; undefined for one that is not there, or that leads out of it. */
export function resolveFile(folder: string, path: string): string | undefined {
  let name: string;
  try {
    name = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  if (name.includes('\0')) return undefined;
  const file = normalize(join(folder, name.endsWith('/') ? `${name}index.html` : name));
  if (!file.startsWith(`${normalize(folder)}${sep}`)) return undefined;
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() ? file : undefined;
}

/**
 * What the companion adds to a page: its script and style, leave to speak with this server, and the place of the line
 * that says which account is meant, so that nothing moves when that is known.
 */
function injectCompanion(html: string): string {
  const added =
    '<link rel="stylesheet" href="/companion-style.css"><script src="/companion.js" defer></script></head>';
  return html
    .replace('<html', '<html data-companion')
    .replace(/"default-src 'none';(?![^"]*connect-src)/, "$& connect-src 'self';")
    .replace('</header>', '</header><p class="target" role="status">…</p>')
    .replace('</head>', added);
}

/** Serves one file, pages with the companion in them. */
export async function serveFile(response: ServerResponse, file: string, status = 200): Promise<void> {
  const type = contentTypes[extname(file)] ?? 'application/octet-stream';
  const headers = { 'content-type': type, 'cache-control': 'no-cache' };
  // Whole, before anything is said: a file that goes away meanwhile is an answer of 500, and no end of the server.
  const content = await readFile(file);
  response.writeHead(status, headers);
  response.end(extname(file) === '.html' ? injectCompanion(content.toString('utf8')) : content);
}
