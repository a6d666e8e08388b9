import { text } from 'node:stream/consumers';
import type { Stage } from '../../test/support/finished-lab.ts';
import { benchChecker } from './checker.ts';
import { benchClass } from './class.ts';
import { measureRounds } from './class-round.ts';
import { benchClassTeardown, measureTeardown } from './class-teardown.ts';
import { serveClass } from './class-world.ts';
import { benchCompanion } from './companion.ts';
import { benchPractice } from './practice.ts';
import { type Row, table } from './table.ts';
import { benchTeardown } from './teardown.ts';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const parts: Record<string, (tell: (row: Row) => void) => Promise<void>> = {
  practice: benchPractice,
  checker: benchChecker,
  teardown: benchTeardown,
  companion: benchCompanion,
  class: benchClass,
  'class-teardown': benchClassTeardown,
};

/** Processes that a measurement starts out of this same bundle. */
const inner: Record<string, (args: string[]) => Promise<void>> = {
  'class-world': ([stage, accounts, seats]) => serveClass(stage as Stage, Number(accounts), Number(seats)),
  'class-torn': async () => measureTeardown(JSON.parse(await text(process.stdin))),
  'class-round': async ([count]) => measureRounds(JSON.parse(await text(process.stdin)), Number(count)),
};

const named = process.argv.slice(2);
const part = inner[named[0] ?? ''];
if (part === undefined) await bench();
else await part(named.slice(1));

async function bench(): Promise<void> {
  const unknown = named.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    process.stderr.write(
      `There is nothing to measure called ${unknown}: ${Object.keys(parts).join(', ')}.\n`,
    );
    process.exit(2);
  }
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(parts)) {
    if (named.length > 0 && !named.includes(name)) continue;
    await measure((row) => {
      rows.push(row);
      process.stderr.write(`${row.what}: ${row.measured}\n`);
    });
  }
  process.stdout.write(`\n${table(rows)}\n`);
  process.exitCode = rows.some(({ holds }) => holds === false) ? 1 : 0;
}
