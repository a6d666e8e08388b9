import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Course, readCourse } from './course.ts';
import { drawDiagrams, type FindDiagram } from './markdown/picture.ts';
import type { RenderContext } from './markdown/render.ts';
import { causePage } from './pages/cause.ts';
import { causesPage } from './pages/causes.ts';
import { drillPage, drillsPage } from './pages/drills.ts';
import { frontPage } from './pages/front.ts';
import { printPage } from './pages/print.ts';
import { referenceIndex, referencePage } from './pages/reference.ts';
import { notFoundPage, searchPage } from './pages/search.ts';
import { stepPage } from './pages/step.ts';
import type { SitePage } from './parts/layout.ts';
import { searchIndex } from './search-index.ts';
import { siteUrl } from './urls.ts';

/** The inputs and the output of a build. */
export interface SiteOptions {
  /** The folder of the course: `labs`. */
  readonly labs: string;
  /** The folder of the bundles that scripts/build.js creates: early.js, main.js, worker.js and site.css. */
  readonly assets: string;
  readonly out: string;
  /** The site's path on its host, such as `/lab/`. Only 404.html needs it, since a host shows it at any URL. */
  readonly base?: string;
}

/**
 * Builds the whole site and returns the paths of its files from the site's root. Files of an earlier build are removed.
 * Throws a PageError when a page of the course is not valid, or when a diagram can't be drawn.
 */
export async function buildSite({ labs, assets, out, base }: SiteOptions): Promise<string[]> {
  const course = readCourse(labs);
  const pages = pagesOf(course, await drawDiagrams(course.diagrams), base);
  const files = new Map<string, string>(pages.map(({ path, html }) => [path, html]));
  files.set('assets/search-index.js', searchIndex(course, pages));
  files.set('assets/icon.svg', icon);
  for (const name of ['early.js', 'main.js', 'site.css'])
    files.set(`assets/${name}`, readFileSync(join(assets, name), 'utf8'));
  files.set('sw.js', worker(files, readFileSync(join(assets, 'worker.js'), 'utf8')));
  writeFiles(out, files);
  return [...files.keys()];
}

function pagesOf(course: Course, findDiagram: FindDiagram, base: string | undefined): SitePage[] {
  const context: RenderContext = { link: siteUrl, id: (id) => id, findDiagram };
  return [
    frontPage(course),
    ...course.steps.map((step) => stepPage(course, step, context)),
    causesPage(course),
    ...course.causes.map((cause) => causePage(course, cause, context)),
    drillsPage(course),
    ...course.drills.map((drill) => drillPage(course, drill, context)),
    referenceIndex(course),
    ...course.reference.map((page) => referencePage(course, page, context)),
    searchPage(course),
    printPage(course, findDiagram),
    notFoundPage(course, base),
  ];
}

/** The service worker's script, preceded by the list of files to keep and a version that changes with any of them. */
function worker(files: ReadonlyMap<string, string>, code: string): string {
  const hash = createHash('sha256');
  for (const [path, text] of files) hash.update(path).update('\0').update(text).update('\0');
  const version = hash.digest('hex').slice(0, 12);
  return `self.labFiles=${JSON.stringify([...files.keys()])};self.labVersion="${version}";\n${code}`;
}

function writeFiles(out: string, files: ReadonlyMap<string, string>): void {
  if (existsSync(out))
    for (const name of readdirSync(out, { recursive: true, withFileTypes: true })) {
      const file = join(name.parentPath, name.name);
      if (name.isFile() && !files.has(relative(out, file).replaceAll('\\', '/'))) rmSync(file);
    }
  for (const [path, text] of files) {
    const file = join(out, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Three stages on a line, like the pipeline of the lab. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5c63"/><path d="M7 16h18" stroke="#fff" stroke-width="2"/><circle cx="7" cy="16" r="3.5" fill="#fff"/><circle cx="16" cy="16" r="3.5" fill="#f2c14e"/><circle cx="25" cy="16" r="3.5" fill="#fff"/></svg>
`;
