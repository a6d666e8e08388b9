import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';

/** The gzipped bytes of everything that a browser loads for a page. */
export interface Weight {
  html: number;
  css: number;
  js: number;
  /** Images, fonts, data. */
  rest: number;
}

const weightKeys: Record<string, keyof Weight> = { document: 'html', stylesheet: 'css', script: 'js' };

/**
 * Opens a page in a new browser context and adds up the bytes of its answers, each compressed separately. Answers
 * that a service worker stores for later do not count, nor do answers that are only prefetched for another page.
 */
export async function measureWeight(browser: Browser, url: string): Promise<Weight> {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    const weight: Weight = { html: 0, css: 0, js: 0, rest: 0 };
    const bodies: Promise<void>[] = [];
    page.on('response', (response) => {
      const request = response.request();
      if (request.headers()['sec-purpose'] === 'prefetch' || !response.ok()) return;
      const kind = weightKeys[request.resourceType()] ?? 'rest';
      bodies.push(
        response.body().then((body) => {
          weight[kind] += gzipSync(body, { level: 9 }).length;
        }),
      );
    });
    const answer = await page.goto(url, { waitUntil: 'networkidle' });
    if (!answer?.ok()) throw new Error(`${url}: ${answer?.status()}`);
    await Promise.all(bodies);
    return weight;
  } finally {
    await context.close();
  }
}

const kb = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

export const weightText = ({ html, css, js, rest }: Weight) =>
  `HTML ${kb(html)}, CSS ${kb(css)}, JS ${kb(js)}, rest ${kb(rest)}; all ${kb(html + css + js + rest)}`;

/** The largest value of each kind. */
export function heaviest(weights: readonly Weight[]): Weight {
  const most = (kind: keyof Weight) => Math.max(...weights.map((weight) => weight[kind]));
  return { html: most('html'), css: most('css'), js: most('js'), rest: most('rest') };
}
