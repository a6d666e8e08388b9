import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltSite, builtSite } from '../kit/built-site.ts';

let site: BuiltSite;
const pages = new Map<string, string>();

beforeAll(async () => {
  site = await builtSite();
  for (const file of site.files.filter((name) => name.endsWith('.html')))
    pages.set(file, readFileSync(join(site.folder, file), 'utf8'));
});
afterAll(() => site.remove());

const weight = (file: string) => gzipSync(readFileSync(join(site.folder, file)), { level: 9 }).length;
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]*)"/g)].map((match) => match[1] ?? '');
const targetsIn = (html: string) =>
  [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? '');

describe('the built site', () => {
  it('has a page for every page of the course, and the other files', () => {
    const labs = new URL('../../labs', import.meta.url).pathname;
    const expected = ['steps', 'causes', 'drills', 'reference'].flatMap((folder) =>
      readdirSync(join(labs, folder))
        .filter((name) => name !== 'README.md')
        .map((name) => `${folder}/${name.replace(/\.md$/, '.html')}`),
    );
    expect(expected.length).toBeGreaterThan(100);
    const beside = ['index', 'causes/index', 'drills/index', 'reference/index', 'search', 'print', '404'];
    expect([...pages.keys()].sort()).toEqual([...expected, ...beside.map((name) => `${name}.html`)].sort());
  });

  it("has no broken link by file, by anchor or by leaving the site's root", () => {
    const broken: string[] = [];
    for (const [file, html] of pages)
      for (const target of targetsIn(html)) {
        if (/^https:/.test(target)) continue;
        const [path = '', anchor] = target.replaceAll('&amp;', '&').split('#');
        const to = path === '' ? file : normalize(join(dirname(file), path));
        const there = pages.get(to);
        const found = anchor === undefined ? site.files.includes(to) : there && idsIn(there).includes(anchor);
        if (!found || target.startsWith('/')) broken.push(`${file}: ${target}`);
      }
    expect(broken).toEqual([]);
  });

  it("has every id once on a page, and every heading's id as the checker's links spell it", () => {
    for (const [file, html] of pages) expect(new Set(idsIn(html)).size, file).toBe(idsIn(html).length);
    const step = idsIn(pages.get('steps/step-5-pipeline.html') ?? '');
    expect(step).toEqual(
      expect.arrayContaining(['by-terminal', 'check-pipeline-role-policy', 'did-it-start']),
    );
  });

  it('loads nothing from another host, and has no inline script or style', () => {
    const policy =
      /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self';/;
    for (const [file, html] of pages) {
      expect(html, file).toMatch(policy);
      expect(html, file).not.toMatch(/unsafe-|<style|\sstyle="|\son[a-z]+="|<script>|<iframe|<img/);
      for (const [tag] of html.matchAll(/<(?:script|link)\b[^>]*>/g))
        expect(tag, file).not.toMatch(/https?:|"\/\//);
    }
    const css = readFileSync(join(site.folder, 'assets/site.css'), 'utf8');
    expect(css).not.toMatch(/url\(|@import/);
  });

  it('stays within its size budgets, gzip', () => {
    for (const file of pages.keys())
      if (file.startsWith('steps/')) expect(weight(file), file).toBeLessThanOrEqual(14 * 1024);
    expect(weight('assets/site.css')).toBeLessThanOrEqual(8 * 1024);
    expect(weight('assets/main.js') + weight('assets/early.js')).toBeLessThanOrEqual(12 * 1024);
    for (const [file, html] of pages) expect(html, file).not.toContain('search-index.js');
  });

  it('states once, from the start, whose values a page shows', () => {
    const strips = (file: string) => pages.get(file)?.match(/<div class="strip none"/g)?.length ?? 0;
    expect(strips('steps/step-3-bucket.html')).toBe(1);
    expect(strips('print.html')).toBe(1);
    expect(strips('reference/glossary.html')).toBe(0);
  });

  it('inlines every picture into its page with its text alternative', () => {
    const pictures = [...pages.values()].flatMap(
      (html) => html.match(/<figure class="picture">[\s\S]*?<\/figure>/g) ?? [],
    );
    // Each of the six is on its page and on the page to print.
    expect(pictures.length).toBe(2 * readdirSync(new URL('../../labs/diagrams', import.meta.url)).length);
    for (const picture of pictures)
      expect(picture).toMatch(/<svg [\s\S]*<title[\s\S]*<desc[\s\S]*<figcaption>/);
  });

  it('rejects a path that no host could serve it under', () => {
    const cli = new URL('../../dist/site.js', import.meta.url).pathname;
    const { status, stderr } = spawnSync(process.execPath, [cli, '--base', 'lab'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('expected a path that begins and ends with /');
  });

  it('collapses hints and solutions natively, and opens them on the page to print', () => {
    expect(pages.get('drills/wrong-branch.html')?.match(/<details>\n<summary>/g)?.length).toBe(4);
    expect(pages.get('print.html')).not.toMatch(/<details>/);
  });

  it("links a missing page's style only if its path is given", async () => {
    expect(pages.get('404.html')).not.toContain('<base');
    const under = await builtSite('/lab/');
    const missing = readFileSync(join(under.folder, '404.html'), 'utf8');
    under.remove();
    expect(missing).toContain('<base href="/lab/">');
    expect(missing).toContain('data-root="/lab/"');
  });
});
