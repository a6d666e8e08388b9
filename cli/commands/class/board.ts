import { join, resolve } from 'node:path';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { openSession } from '../../../classroom/session.ts';
import { defaultStuckAfterMs } from '../../../classroom/state.ts';
import { accountBackend } from '../../../companion/server/account-backend.ts';
import { mountConsole } from '../../../console/server/mount.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { kitRoot } from '../../../lab-home/home.ts';
import { targetFlags } from '../../../lab-home/target.ts';
import { buildSite } from '../../../site/build.ts';
import { stringOption, type Values } from '../../../terminal/command.ts';
import type { Command } from '../../framework/command.ts';
import { allowedHostOption, allowedHosts } from '../companion/allowed-hosts.ts';
import { addressesText, oneUseText, serveCompanion } from '../companion/serve.ts';
import { exportBoard } from './export.ts';
import { PolledClass } from './polled-class.ts';

const help = `The class's board as a live page in a browser, for the instructor's screen or a projector.

usage: lab class board [roster] [options]

  --port N            the page's port (default 4401; 0 takes a free one, which is safer on a machine with other users)
  --every S           seconds between rounds (default 20)
  --hide-names        every page begins with numbers instead of names and seat ids, for a projector
  --evidence PATH     a file of evidence (npm run check -- --save FILE), or a folder of them; may be given
                      more than once
  --evidence-only     asks no account
  --stuck-after MIN   minutes at one and the same finding that make a seat stuck (default 10)
  --target            live, practice or endpoint (default: what lab use chose)
  --region            of seats that name none
  --allow-host NAME   also serves requests that a forwarder sends for this host name (GitHub Codespaces, an SSH
                      tunnel on another port: 127.0.0.1:8080); may be given more than once
  --export DIR        writes the board into DIR/index.html after each round, for a second screen or any static
                      host: a page without scripts that loads itself again. With --hide-names it has numbers
                      instead of names and seat ids; without, it shows what the live board shows

It prints the address to open, and serves until Ctrl-C, on 127.0.0.1 alone. The address works once, for one browser
tab, so no other user of this machine can use it. For another one, type: npx lab open board
The board only reads, and shows the same as npx lab class status. Names can be hidden on the page itself too, and
a browser keeps that.

examples:
  npx lab class board
  npx lab class board --hide-names
  npx lab class board spring.csv --port 0 --every 10
  npx lab class board --hide-names --export public/board
`;

const minute = 60_000;

function numberOf(values: Values, flag: string, fallback: number, min: number, max: number): number {
  const given = stringOption(values, flag) ?? String(fallback);
  if (/^\d+$/.test(given) && Number(given) >= min && Number(given) <= max) return Number(given);
  throw new CliError(`--${flag} ${given}: expected a whole number from ${min} to ${max}.`);
}

export const command: Command = {
  help,
  options: {
    port: { type: 'string' },
    every: { type: 'string' },
    'hide-names': { type: 'boolean' },
    evidence: { type: 'string', multiple: true },
    'evidence-only': { type: 'boolean' },
    'stuck-after': { type: 'string' },
    region: { type: 'string' },
    export: { type: 'string' },
    ...allowedHostOption,
    ...targetFlags,
  },
  async run(values, positionals, io) {
    const port = numberOf(values, 'port', 4401, 0, 65_535);
    const everyMs = 1000 * numberOf(values, 'every', 20, 5, 3600);
    const stuckAfterMs = minute * numberOf(values, 'stuck-after', defaultStuckAfterMs / minute, 1, 1440);
    const hosts = allowedHosts(values);
    const exportFolder = stringOption(values, 'export');
    if (exportFolder === '') throw new CliError('--export: name a folder, such as --export public/board');
    const evidence = Array.isArray(values.evidence) ? values.evidence.map(String) : [];
    const { roster } = await loadRoster(positionals, values, io.env);
    const session = await openSession({
      ...{ roster, values, env: io.env, evidence, stuckAfterMs, signal: io.signal },
      ...{ evidenceOnly: values['evidence-only'] === true, hideNames: false, watch: true },
    });
    try {
      io.stdout(`${session.line}\n`);
      const root = kitRoot();
      const [folder, assets] = [join(root, 'site', 'dist'), join(root, 'dist', 'browser')];
      await buildSite({ labs: join(root, 'labs'), assets, out: folder });
      const polled = new PolledClass(roster, session, values['hide-names'] === true);
      if (exportFolder !== undefined)
        await exportBoard(polled, {
          ...{ folder: resolve(exportFolder), bundles: join(root, 'dist'), refreshSeconds: everyMs / 1000 },
          stderr: io.stderr,
        });
      const companion = await serveCompanion(
        'lab class board',
        {
          ...{ folder, assets, port, allowedHosts: hosts },
          ...accountBackend(values, io.env, io.signal),
          console: mountConsole(),
          class: polled,
        },
        io,
      );
      io.stdout(`\n${addressesText(companion.addresses)}\n${oneUseText}\nCtrl-C ends it.\n`);
      await polled.poll(everyMs, io.signal);
      await companion.close();
      return 130;
    } finally {
      session.close();
    }
  },
};
