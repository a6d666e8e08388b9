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

function isFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  } catch (error) {
    // No file has such a long name, and no file is below another file.
    if (['ENAMETOOLONG', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

/** The file that a URL's path names; undefined when it does not exist or is not below `folder`. */
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
  return isFile(file) ? file : undefined;
}

/**
 * Adds the companion to a page: its script and style, permission to connect to this server, and an empty line for the
 * account. The line is in the page from the start, so that nothing moves when the account is known.
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

/** Sends one file. An HTML page gets the companion added. */
export async function serveFile(response: ServerResponse, file: string, status = 200): Promise<void> {
  const type = contentTypes[extname(file)] ?? 'application/octet-stream';
  const headers = { 'content-type': type, 'cache-control': 'no-cache' };
  // The file is read before the response starts: a file that disappears meanwhile is a 500, and does not stop the server.
  const content = await readFile(file);
  response.writeHead(status, headers);
  response.end(extname(file) === '.html' ? injectCompanion(content.toString('utf8')) : content);
}
