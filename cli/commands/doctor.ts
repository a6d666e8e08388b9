import { defined } from '../../base/defined.ts';
import { examine } from '../../checker/doctor/doctor.ts';
import { exitCode } from '../../checker/engine/exit-code.ts';
import type { Reported } from '../../checker/engine/run.ts';
import { human } from '../../checker/report/human.ts';
import { liveDocument } from '../../checker/report/live.ts';
import { worst } from '../../checker/steps/finding.ts';
import { openAccount } from '../../lab-home/account.ts';
import { givenFlags } from '../../lab-home/given-flags.ts';
import { requirePinnedAccount, targetLine } from '../../lab-home/identity.ts';
import { machineSection } from '../../lab-home/machine.ts';
import { readRecord } from '../../lab-home/records.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import type { Io } from '../../terminal/command.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { defineCommand } from '../framework/command.ts';
import { reporterOption } from './reporter-option.ts';

type Sections = Reported['steps'];

function printHuman(sections: Sections, line: string, io: Io, details: Partial<Reported> = {}): void {
  const verdict = worst(sections.map((one) => one.verdict));
  const width = Math.min(io.width, 100);
  io.stdout(`${line}\n\n${human({ verdict, steps: sections, ...details }, { color: io.color, width })}`);
}

const options = { ...reporterOption, ...settingOptions, ...targetOptions };

async function run(values: ValuesOf<typeof options>, io: Io): Promise<number> {
  const { reporter } = values;
  const machine = await machineSection(io.env);
  const opened = await openAccount(values, io.env).catch((error: unknown) => {
    // The findings about this machine are printed even when no account can be opened.
    if (reporter === 'human') printHuman([machine], 'no account was looked at', io);
    throw error;
  });
  const { target, lab, clients, regions } = opened;
  try {
    const given = givenFlags(values);
    const { sections, calls, credentials, identity, live, leftovers } = await examine({
      lab,
      clients,
      regions,
      given,
      requireAccount: (account) => requirePinnedAccount(lab, account),
      record: (accountId) =>
        readRecord(io.env, {
          target: target.kind,
          accountId,
          region: lab.region,
          ...defined({ seat: lab.seat }),
        }),
    });
    const all = [machine, ...sections];
    const verdict = worst(all.map((one) => one.verdict));
    const account = identity?.account ?? 'unknown';
    if (reporter === 'human') {
      printHuman(all, targetLine(target, account, lab.region), io, {
        given,
        ...(live ? { live } : {}),
        ...(leftovers ? { leftovers } : {}),
      });
      if (verdict === 'pass') io.stdout(`\nGo ahead: npx lab next tells where to.\n`);
    } else {
      const about = { kind: target.kind, account, region: lab.region, endpoint: target.endpoint ?? null };
      const steps = all.map(({ id, name, verdict, findings }) => ({ id, name, verdict, findings }));
      const document = { schemaVersion: 1, target: about, verdict, steps, calls };
      const liveField = live === undefined ? {} : { live: liveDocument(live) };
      io.stdout(`${JSON.stringify({ ...document, ...liveField }, null, 2)}\n`);
    }
    return exitCode({ verdict, ...defined({ credentials }) });
  } finally {
    clients.destroy();
  }
}

export const command = defineCommand({
  name: 'doctor',
  description:
    "Looks before the first step whether the lab will go through: this machine's tools, who you are and for how long, the region and its services, the names that the lab gives, your permissions, what earlier runs left, and what it can cost. It only reads.",
  options,
  exitCodes: {
    0: 'go ahead',
    1: 'something is in the way, or has to be looked at',
    2: 'usage or settings',
    3: 'could not tell',
    4: 'no usable credentials',
  },
  examples: ['npx lab doctor', 'npx lab doctor --target live --reporter json'],
  run: (values, _positionals, io) => run(values, io),
});
