import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PageError } from '../../labs/reader/problem.ts';
import { drawDiagram } from '../../site/diagrams/draw.ts';
import { readCourse } from '../lint-labs/course.ts';
import { trackStdout } from '../stdout.ts';

// The bundle is in dist/, which is beside labs/.
const labs = fileURLToPath(new URL('../labs', import.meta.url));
const to = fileURLToPath(new URL('diagrams', import.meta.url));
trackStdout(process.stdout);
try {
  const { course, problems } = readCourse(labs);
  if (problems.length > 0) throw new PageError(problems);
  // All are drawn before the first is written, so that an error keeps the earlier set.
  const drawn = await Promise.all(
    course.diagrams.map(async (diagram) => ({ name: `${diagram.id}.svg`, svg: await drawDiagram(diagram) })),
  );
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const { name, svg } of drawn) {
    writeFileSync(join(to, name), svg);
    process.stdout.write(`${join(to, name)}\n`);
  }
} catch (error) {
  if (!(error instanceof PageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
