import { fileURLToPath } from 'node:url';
import { describe } from '../../labs/reader/problem.ts';
import { readerOf } from '../stdout.ts';
import { lintLabs } from './lint.ts';
import { readingReport } from './reading.ts';

readerOf(process.stdout);
const root = fileURLToPath(new URL('..', import.meta.url));
const { course, problems } = await lintLabs(`${root}labs`);
for (const problem of problems) process.stdout.write(`${describe(problem).replaceAll(root, '')}\n`);
process.stdout.write(problems.length === 0 ? readingReport(course) : `\n${problems.length} problems.\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
