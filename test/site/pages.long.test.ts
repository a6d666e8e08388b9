import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../scripts/support/browser.ts';
import { serveFolder } from '../../scripts/support/static-server.ts';
import { axeFindings } from '../kit/axe.ts';
import { type BuiltSite, builtSite } from '../kit/built-site.ts';

let browser: Browser;
let site: BuiltSite;
let host: Awaited<ReturnType<typeof serveFolder>>;
let page: Page;

beforeAll(async () => {
  site = await builtSite();
  host = await serveFolder(site.folder);
  browser = await openBrowser();
  // There is no service worker, which would load the whole site with the first page.
  page = await browser.newPage({ serviceWorkers: 'block' });
});
afterAll(async () => {
  await browser.close();
  await host.close();
  site.remove();
});

describe('every page of the site', () => {
  // Contrast depends on the colors and touch targets on the width, so each color scheme and each width is tried once.
  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('has no violations for axe and fits, %s, %d pixels wide', async (colorScheme, width) => {
    const pages = site.files.filter((file) => file.endsWith('.html'));
    expect(pages.length).toBeGreaterThan(120);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const path of pages) {
      await page.goto(host.url + path);
      expect(await axeFindings(page), path).toEqual([]);
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      expect(wide, path).toBeLessThanOrEqual(width);
    }
  });

  it('is in the PDF of the page to print', async () => {
    await page.goto(`${host.url}print.html`);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(120);
  });
});
