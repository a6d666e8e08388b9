import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { defined } from '../../base/defined.ts';
import { PageError, problemText } from '../../labs/reader/problem.ts';
import { buildSite } from '../../site/build.ts';
import { trackStdout } from '../stdout.ts';

const help = `Builds the site from labs/ into site/dist.

usage: npm run site -- [--base PATH]

  --base   the site's path on its host, such as /lab/: only the page for missing addresses needs it

example:
  npm run site && open site/dist/index.html
`;

const folder = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { values } = parseArgs({ options: { base: { type: 'string' }, help: { type: 'boolean' } } });
trackStdout(process.stdout);
if (values.help) process.stdout.write(help);
else if (values.base !== undefined && !/^\/(.*\/)?$/.test(values.base)) {
  process.stderr.write(
    `--base: ${values.base} cannot be used; expected a path that begins and ends with /\n`,
  );
  process.exitCode = 2;
} else {
  try {
    const files = await buildSite({
      labs: folder('../labs'),
      assets: folder('browser'),
      out: folder('../site/dist'),
      ...defined({ base: values.base }),
    });
    process.stdout.write(`${files.length} files in site/dist. Open site/dist/index.html\n`);
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    for (const problem of error.problems) process.stderr.write(`${problemText(problem)}\n`);
    process.exitCode = 1;
  }
}
