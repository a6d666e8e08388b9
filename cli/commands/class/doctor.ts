import { exitCode } from '../../../checker/engine/exit-code.ts';
import { human } from '../../../checker/report/human.ts';
import { type Finding, worst } from '../../../checker/steps/finding.ts';
import { openClientPool } from '../../../classroom/account-pool/client-pool.ts';
import { type DoctorSection, examineClass } from '../../../classroom/doctor/doctor.ts';
import { line, seatCount } from '../../../classroom/report/words.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { resolveTarget, targetOptions } from '../../../lab-home/target.ts';
import type { Io } from '../../../terminal/command.ts';
import type { ValuesOf } from '../../../terminal/option-values.ts';
import { defineCommand } from '../../framework/command.ts';
import { reporterOption } from '../reporter-option.ts';
import { rosterPositional, rosterRegionOption } from './roster-options.ts';

/**
 * The findings that did not pass. Denied permissions that the same fix grants are merged into one finding.
 */
function notPassed({ findings }: DoctorSection): Finding[] {
  const failing = findings.filter(({ verdict }) => verdict !== 'pass');
  const parts = findings.filter(({ check }) => check.startsWith('doctor.may.'));
  const denied = parts.filter(({ verdict }) => verdict === 'fail');
  const [first, ...more] = denied;
  if (first === undefined || more.length === 0 || more.some(({ fix }) => fix !== first.fix)) return failing;
  const reason = / \([^()]*\)$/.exec(first.found)?.[0] ?? '';
  const merged = {
    ...first,
    title: 'You may do the whole lab',
    expected: `all ${parts.length} parts of the lab allowed`,
    found: `${denied.length} are not${reason}: ${denied.map(({ title }) => title.replace(/^You may /, '')).join('; ')}`,
  };
  return failing.flatMap((one) => (one === first ? merged : denied.includes(one) ? [] : one));
}

/**
 * Prints all findings of accounts, but only the failed findings of seats, and one line for each ready seat.
 */
function printReport(accounts: readonly DoctorSection[], seats: readonly DoctorSection[], io: Io): void {
  const options = { color: io.color, width: Math.min(io.width, 100) };
  const formatted = (sections: readonly DoctorSection[], id: string) => {
    const verdict = worst(sections.map((one) => one.verdict));
    return human(
      { verdict, steps: sections.map((one) => ({ ...one, id, name: one.id })) },
      options,
    ).trimEnd();
  };
  io.stdout(`${formatted(accounts, 'account')}\n\n`);
  const notReady = seats.filter(({ verdict }) => verdict !== 'pass');
  for (const { id, title } of seats.filter(({ verdict }) => verdict === 'pass'))
    io.stdout(`✓ ${id}${title === id ? '' : `  ${line(title)}`}\n`);
  const open = notReady.map((one) => ({ ...one, findings: notPassed(one) }));
  if (open.length > 0) io.stdout(`\n${formatted(open, 'seat')}\n`);
  io.stdout(
    notReady.length === 0
      ? `\nGo ahead: ${seats.length === 1 ? 'the seat is' : `all ${seats.length} seats are`} ready. Next: npx lab class handout\n`
      : `\n${notReady.length} of ${seatCount(seats.length)} ${notReady.length === 1 ? 'is' : 'are'} not ready.\n`,
  );
}

const options = { ...reporterOption, ...rosterRegionOption, ...targetOptions };

async function run(values: ValuesOf<typeof options>, positionals: string[], io: Io): Promise<number> {
  const { roster, file } = await loadRoster(positionals, values, io.env);
  const target = await resolveTarget(values, io.env);
  const pool = openClientPool(target);
  try {
    const { verdict, accounts, seats, calls } = await examineClass({
      roster,
      clientsOf: pool.clientsOf,
      signal: io.signal,
    });
    if (values.reporter === 'json') {
      const targetInfo = { kind: target.kind, endpoint: target.endpoint ?? null };
      const document = { schemaVersion: 1, class: roster.class, roster: file, target: targetInfo };
      io.stdout(`${JSON.stringify({ ...document, verdict, accounts, seats, calls }, null, 2)}\n`);
    } else {
      const where = target.kind === 'practice' ? `practice account · ${target.endpoint}` : target.kind;
      io.stdout(`class ${roster.class} · ${seatCount(roster.seats.length)} · ${where}\n\n`);
      printReport(accounts, seats, io);
    }
    return exitCode({ verdict });
  } finally {
    pool.destroy();
  }
}

export const command = defineCommand({
  name: 'class doctor',
  description:
    "Looks before the class whether it will go well: each account once (room under its quotas, who else's things are in it, what it can cost), and each seat (can its account be reached, are its names free, may whoever sits there do the lab). It only reads. One seat's broken access is that seat's line, and stops nobody.",
  positionals: [rosterPositional],
  options,
  exitCodes: {
    0: 'go ahead',
    1: 'something is in the way, or has to be looked at',
    2: 'usage, or the roster',
    3: 'could not tell',
    4: 'no usable credentials',
  },
  examples: ['npx lab class doctor', 'npx lab class doctor spring.yaml --reporter json > doctor.json'],
  run,
});
