// Bundles the `lab` command into dist/, split so that a command loads only what it uses.
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { requireSupportedNode } from '../base/node-version.js';

requireSupportedNode();
// Loaded only now: on an older Node they end with errors that do not say so.
const { build } = await import('esbuild');
const { rolldown } = await import('rolldown');

const root = new URL('..', import.meta.url).pathname;
const startedAt = Date.now();

/**
 * The practice account, the stand-in for the AWS CLI and scenarios use most of the SDK's packages, and a check would
 * load that with the few operations that it needs. So the checker has a copy of its own, with only what it uses.
 */
const separateSdk = {
  name: 'separate-sdk',
  setup(plugins) {
    const copy = { copied: true };
    const usesWhole = ({ importer, pluginData }) =>
      pluginData?.copied || !importer.startsWith(`${root}checker/`);
    const resolve = async ({ path, kind, resolveDir }) => {
      const found = await plugins.resolve(path, { kind, resolveDir, pluginData: { asIs: true } });
      return {
        path: found.path,
        suffix: '?whole',
        errors: found.errors,
        pluginData: copy,
        sideEffects: false,
      };
    };
    plugins.onResolve({ filter: /^@aws-sdk\/client-/ }, (args) =>
      !args.pluginData?.asIs && usesWhole(args) ? resolve(args) : undefined,
    );
    plugins.onResolve({ filter: /^\.\.?(\/|$)/ }, (args) =>
      args.pluginData?.copied ? resolve(args) : undefined,
    );
    plugins.onLoad({ filter: /.*/ }, ({ path, suffix }) =>
      suffix === '?whole'
        ? {
            contents: readFileSync(path, 'utf8'),
            loader: path.endsWith('.json') ? 'json' : 'js',
            resolveDir: dirname(path),
            pluginData: copy,
          }
        : undefined,
    );
  },
};

// These packages read files from their own folders.
const external = ['dictionary-en', 'esbuild', 'oxc-parser', 'playwright-core'];
// The SDK's ES modules can be split and tree-shaken, and a dynamic import of one has its named exports.
const mainFields = ['module', 'main'];

/**
 * Bundles one process of `lab`: all that it always loads in one file, and the rest in files that are loaded when they are
 * used. Rolldown can be told so. Esbuild makes a file of each set of modules that the same files use, and a check loads 46
 * of these. Returns the files that went in and those that came out.
 */
async function buildProcess(options, outputOptions) {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    resolve: { mainFields },
    transform: { target: 'node20.19' },
    // A module that is always loaded may be one that others load when they use it.
    checks: { ineffectiveDynamicImport: false },
    ...options,
  });
  const { output } = await bundle.write({
    dir: `${root}dist`,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    minify: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
    ...outputOptions,
  });
  await bundle.close();
  return {
    inputs: output
      .flatMap(({ moduleIds = [] }) => moduleIds)
      .filter((id) => id.startsWith(root))
      .map((id) => relative(root, id)),
    outputs: output.map(({ fileName }) => `dist/${fileName}`),
  };
}

// The entry waits for the command to end, and what it loads meanwhile may not wait for the entry.
const always = { name: 'every-check', tags: ['$initial'], test: (id) => !id.endsWith('-process.ts') };
const processes = [
  await buildProcess(
    {
      // Every check makes a call to STS, so its client counts as needed from the start.
      input: { 'check-process': 'cli/check-process.ts', 'chunks/sts': 'checker/account/operations/sts.ts' },
      external,
    },
    { codeSplitting: { groups: [always] } },
  ),
  await buildProcess(
    {
      input: { lab: 'cli/main.ts' },
      // The help is in this file, and the other processes are loaded from theirs.
      plugins: [
        {
          name: 'other-processes',
          resolveId: (id) => {
            const name = /\/((?:check|lab)-process)\.ts$/.exec(id)?.[1];
            return name === undefined ? null : { id: `./${name}.js`, external: true };
          },
        },
      ],
      // The help lists the commands and loads none of them.
      external: (_id, importer) => importer?.endsWith('/cli/commands/index.ts') ?? false,
    },
    { codeSplitting: false, banner: '#!/usr/bin/env node' },
  ),
];
const { metafile } = await build({
  metafile: true,
  absWorkingDir: root,
  plugins: [separateSdk],
  entryPoints: {
    'lab-process': 'cli/lab-process.ts',
    aws: 'aws-cli/main.ts',
    bench: 'scripts/bench/main.ts',
    matrix: 'scripts/matrix/main.ts',
    'lint-labs': 'scripts/lint-labs/main.ts',
    constraints: 'scripts/constraints/main.ts',
    dependencies: 'scripts/dependencies/main.ts',
    diagrams: 'scripts/diagrams/main.ts',
    site: 'scripts/site/main.ts',
    screenshots: 'scripts/screenshots/main.ts',
    // The class board as a static page. It is loaded by its path, so that types of the browser stay out of Node's code.
    'static-board': 'companion/client/class/static-page.tsx',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  external,
  mainFields,
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
  banner: {
    js: [
      '#!/usr/bin/env node',
      "import { createRequire as createRequireOfBundle } from 'node:module';",
      'const require = createRequireOfBundle(import.meta.url);',
    ].join('\n'),
  },
});
// The scripts and styles for the browser. `npm run site` copies the site's own next to its pages.
const browser = await build({
  metafile: true,
  absWorkingDir: root,
  entryPoints: {
    early: 'site/browser/early.ts',
    main: 'site/browser/main.ts',
    worker: 'site/worker/worker.ts',
    companion: 'companion/client/main.ts',
    console: 'console/client/main.tsx',
    class: 'companion/client/class/main.tsx',
    site: 'site/styles/site.css',
    'companion-style': 'companion/styles/companion.css',
    'console-style': 'console/styles/console.css',
    'class-style': 'companion/styles/class.css',
  },
  outdir: 'dist/browser',
  bundle: true,
  format: 'iife',
  platform: 'browser',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  target: ['chrome111', 'firefox113', 'safari16.4'],
  minify: true,
  logLevel: 'warning',
});
// What was bundled, so that tests can tell whether dist/ is up to date.
const inputs = [
  ...processes.flatMap((each) => each.inputs),
  ...Object.keys(metafile.inputs),
  ...Object.keys(browser.metafile.inputs),
]
  .map((input) => input.split('?')[0])
  .filter((input) => !input.includes('node_modules/'));
const manifest = { startedAt, inputs: [...new Set([...inputs, 'scripts/build.js', 'package-lock.json'])] };
writeFileSync(`${root}dist/inputs.json`, JSON.stringify(manifest));
// Files of an earlier build are removed only now, so that dist/ can be used at any moment.
const outputs = new Set([
  'dist/inputs.json',
  ...processes.flatMap((each) => each.outputs),
  ...Object.keys(metafile.outputs),
  ...Object.keys(browser.metafile.outputs),
]);
for (const name of readdirSync(`${root}dist`, { recursive: true })) {
  const file = `dist/${name}`;
  // `npm run diagrams` draws these files, not the build.
  if (file.startsWith('dist/diagrams/')) continue;
  if (!outputs.has(file) && statSync(root + file).isFile()) rmSync(root + file);
}
for (const name of [
  'lab.js',
  'aws.js',
  'bench.js',
  'matrix.js',
  'lint-labs.js',
  'constraints.js',
  'dependencies.js',
  'diagrams.js',
  'site.js',
])
  chmodSync(`${root}dist/${name}`, 0o755);
