import { fileURLToPath } from 'node:url';
import { trackStdout } from '../stdout.ts';
import { causesOf, matrix } from './matrix.ts';
import { heading, legend, line } from './table.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const output = trackStdout(process.stdout);
const causes = causesOf(fileURLToPath(new URL('../labs', import.meta.url)));
process.stdout.write(`${legend}\n\n${heading}\n`);
let wrong = 0;
for await (const row of matrix(causes)) {
  if (output.closed) break;
  wrong += row.wrong.length;
  process.stdout.write(`${line(row)}\n`);
}
process.stdout.write(`\n${causes.length} faults, ${wrong} wrong cells\n`);
process.exitCode = wrong === 0 ? 0 : 1;
