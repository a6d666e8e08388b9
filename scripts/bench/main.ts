import { benchPractice } from './practice.ts';
import { type Row, table } from './table.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const rows: Row[] = [];
await benchPractice((row) => {
  rows.push(row);
  process.stderr.write(`${row.what}: ${row.measured}\n`);
});
process.stdout.write(`\n${table(rows)}\n`);
process.exitCode = rows.some(({ holds }) => holds === false) ? 1 : 0;
