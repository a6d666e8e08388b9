import { fileURLToPath } from 'node:url';
import { problemText } from '../../labs/reader/problem.ts';
import { trackStdout } from '../stdout.ts';
import { lintLabs } from './lint.ts';
import { readabilityReport } from './readability.ts';

trackStdout(process.stdout);
const root = fileURLToPath(new URL('..', import.meta.url));
const { course, problems } = await lintLabs(`${root}labs`);
for (const problem of problems) process.stdout.write(`${problemText(problem).replaceAll(root, '')}\n`);
process.stdout.write(problems.length === 0 ? readabilityReport(course) : `\n${problems.length} problems.\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
