import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from '../../../checker/account/run-program.ts';
import { drawDiagram } from '../../../site/diagrams/draw.ts';
import { readCourse } from '../../lint-labs/course.ts';
import { inKit } from '../root.ts';

const labs = inKit('labs');
const contentFolders = ['steps', 'reference', 'causes', 'drills'];

/** A site generator that is installed in some folder, and its settings for building the course as it is. */
export interface Generator {
  name: string;
  package: string;
  /** The folders of its Markdown and of the site that it builds, in a project of its own. */
  content: string;
  out: string;
  files: Record<string, string>;
  command: string[];
  /** The address of a page, given the page's file name without `.md`. */
  pathOf(page: string): string;
}

export const generators: readonly Generator[] = [
  {
    name: 'VitePress',
    package: 'vitepress',
    content: '.',
    out: '.vitepress/dist',
    files: {
      '.vitepress/config.mjs': `export default {
  title: 'CodePipeline, learned by doing', lastUpdated: false, ignoreDeadLinks: true,
  themeConfig: { search: { provider: 'local' }, sidebar: SIDEBAR },
};
`,
    },
    command: ['vitepress/bin/vitepress.js', 'build'],
    pathOf: (page) => `${page}.html`,
  },
  {
    name: 'Starlight',
    package: '@astrojs/starlight',
    content: 'src/content/docs',
    out: 'dist',
    files: {
      'astro.config.mjs': `import { defineConfig, passthroughImageService } from 'astro/config';
import starlight from '@astrojs/starlight';
export default defineConfig({
  image: { service: passthroughImageService() },
  integrations: [starlight({ title: 'CodePipeline, learned by doing', sidebar: SIDEBAR })],
});
`,
      'src/content.config.ts': `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
      // Astro bundles the packages that are named here.
      'package.json': '{ "type": "module", "dependencies": { "astro": "*", "@astrojs/starlight": "*" } }\n',
    },
    command: ['astro/bin/astro.mjs', 'build'],
    pathOf: (page) => `${page}/`,
  },
];

/** The version that is installed in this folder; undefined if there is none. */
export function versionIn(folder: string, name: string): string | undefined {
  const manifest = join(folder, 'node_modules', name, 'package.json');
  if (!existsSync(manifest)) return undefined;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}

/** The Node that npm's package `node` installed there, else the one that runs this process. */
export function nodeIn(folder: string): string {
  const installedNode = join(folder, 'node_modules', 'node', 'bin', 'node');
  return existsSync(installedNode) ? installedNode : process.execPath;
}

/** The nine steps in the sidebar, as on our pages. Other pages are found by search, as on ours. */
function sidebar(name: string, steps: readonly { file: string; title: string }[]): string {
  const items = steps.map(({ file, title }) =>
    name === 'VitePress' ? { text: title, link: `/${file}` } : { label: title, slug: file },
  );
  return JSON.stringify(items);
}

/**
 * Builds the course with a generator, in a project below `folder`. Returns the seconds, the site, and `remove`, which
 * the caller calls.
 */
export async function buildWith(generator: Generator, folder: string) {
  const project = join(folder, `course-${generator.name.toLowerCase()}`);
  rmSync(project, { recursive: true, force: true });
  const content = join(project, generator.content);
  mkdirSync(content, { recursive: true });
  const { course } = readCourse(labs);
  for (const contentFolder of contentFolders)
    cpSync(join(labs, contentFolder), join(content, contentFolder), { recursive: true });
  mkdirSync(join(content, 'diagrams'));
  for (const diagram of course.diagrams)
    writeFileSync(join(content, 'diagrams', `${diagram.id}.svg`), await drawDiagram(diagram));
  const steps = course.steps.map(({ file, title }) => ({
    file: file.replace(/^.*?(steps\/.*)\.md$/, '$1'),
    title,
  }));
  for (const [name, text] of Object.entries(generator.files)) {
    const file = join(project, name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text.replace('SIDEBAR', sidebar(generator.name, steps)));
  }
  const [script = '', ...rest] = generator.command;
  const started = performance.now();
  await outputOf(nodeIn(folder), [join(folder, 'node_modules', script), ...rest], {
    cwd: project,
    env: { PATH: process.env.PATH, HOME: project, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  });
  return {
    seconds: (performance.now() - started) / 1000,
    site: join(project, generator.out),
    pages: steps.map(({ file }) => generator.pathOf(file)),
    remove: () => rmSync(project, { recursive: true, force: true }),
  };
}
