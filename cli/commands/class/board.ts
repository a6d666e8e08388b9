import { join, resolve } from 'node:path';
import { loadRoster } from '../../../classroom/roster-file.ts';
import { openSession } from '../../../classroom/session.ts';
import { accountBackend } from '../../../companion/server/account-backend.ts';
import { mountConsole } from '../../../console/server/mount.ts';
import { kitRoot } from '../../../lab-home/home.ts';
import { targetOptions } from '../../../lab-home/target.ts';
import { buildSite } from '../../../site/build.ts';
import { port } from '../../../terminal/number-options.ts';
import { flag, text } from '../../../terminal/options.ts';
import { defineCommand } from '../../framework/command.ts';
import { allowedHostOption } from '../companion/allowed-hosts.ts';
import { addressesText, oneUseText, serveCompanion } from '../companion/serve.ts';
import { exportBoard } from './export.ts';
import { PolledClass } from './polled-class.ts';
import { defaultEveryMs, pollingOptions } from './polling-options.ts';
import { rosterPositional, rosterRegionOption } from './roster-options.ts';

const options = {
  port: port({ default: 4401, help: "the page's port" }),
  ...pollingOptions,
  'hide-names': flag('every page begins with numbers instead of names and seat ids, for a projector'),
  ...allowedHostOption,
  export: text({
    value: 'DIR',
    help: 'writes the board into DIR/index.html after each round, for a second screen or any static host: a page without scripts that loads itself again. With --hide-names it has numbers instead of names and seat ids; without, it shows what the live board shows',
    accepts: { read: (given) => given || undefined, expected: 'a folder', example: 'public/board' },
  }),
  ...rosterRegionOption,
  ...targetOptions,
};

export const command = defineCommand({
  name: 'class board',
  description: "The class's board as a live page in a browser, for the instructor's screen or a projector.",
  positionals: [rosterPositional],
  options,
  notes: [
    'It prints the address to open, and serves until Ctrl-C, on 127.0.0.1 alone. The address works once, for one browser tab, so no other user of this machine can use it. For another one, type: npx lab open board',
    'On a machine with other users, give --port 0 each time. If one of them had your port after your last run, and you opened a page there, that page can still act in your browser.',
    'The board only reads, and shows the same as npx lab class status. Names can be hidden on the page itself too, and a browser keeps that.',
  ],
  examples: [
    'npx lab class board',
    'npx lab class board --hide-names',
    'npx lab class board spring.csv --port 0 --every 10',
    'npx lab class board --hide-names --export public/board',
  ],
  async run(values, positionals, io) {
    const { evidence, every: everyMs = defaultEveryMs, export: exportFolder } = values;
    const { roster } = await loadRoster(positionals, values, io.env);
    const session = await openSession({
      roster,
      values,
      env: io.env,
      evidence,
      stuckAfterMs: values['stuck-after'],
      signal: io.signal,
      evidenceOnly: values['evidence-only'],
      hideNames: false,
      watch: true,
    });
    try {
      io.stdout(`${session.line}\n`);
      const root = kitRoot();
      const [folder, assets] = [join(root, 'site', 'dist'), join(root, 'dist', 'browser')];
      await buildSite({ labs: join(root, 'labs'), assets, out: folder });
      const polled = new PolledClass(roster, session, values['hide-names']);
      if (exportFolder !== undefined)
        await exportBoard(polled, {
          folder: resolve(exportFolder),
          bundles: join(root, 'dist'),
          refreshSeconds: everyMs / 1000,
          stderr: io.stderr,
        });
      const companion = await serveCompanion(
        'lab class board',
        {
          folder,
          assets,
          port: values.port,
          allowedHosts: values['allow-host'],
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
});
