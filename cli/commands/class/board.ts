import { join } from 'node:path';
import { boardOf } from '../../../classroom/board.ts';
import { changeText } from '../../../classroom/report/words.ts';
import { loadRoster } from '../../../classroom/roster-file.ts';
import type { Roster } from '../../../classroom/seat.ts';
import { openSession, type PollResult, type Session } from '../../../classroom/session.ts';
import { type Change, defaultStuckAfterMs } from '../../../classroom/state.ts';
import { accountBackend } from '../../../companion/server/account-backend.ts';
import type { ClassBoard, ClassFeed, SeatFindings } from '../../../companion/server/class/ports.ts';
import { mountConsole } from '../../../console/server/mount.ts';
import { CliError } from '../../../lab-home/errors.ts';
import { kitRoot } from '../../../lab-home/home.ts';
import { targetFlags } from '../../../lab-home/target.ts';
import { buildSite } from '../../../site/build.ts';
import { stringOption, type Values } from '../../../terminal/command.ts';
import type { Command } from '../../framework/command.ts';
import { allowedHostOption, allowedHosts } from '../companion/allowed-hosts.ts';
import { addressesText, oneUseText, serveCompanion } from '../companion/serve.ts';

const help = `The class's board as a live page in a browser, for the instructor's screen or a projector.

usage: lab class board [roster] [options]

  --port N            the page's port (default 4401; 0 takes a free one)
  --every S           seconds between rounds (default 20)
  --hide-names        every page begins with numbers instead of names and seat ids, for a projector
  --evidence PATH     a file of evidence (npm run check -- --save FILE), or a folder of them; may be given
                      more than once
  --evidence-only     asks no account
  --stuck-after MIN   minutes at one and the same finding that make a seat stuck (default 10)
  --target            live, practice or endpoint (default: what lab use chose)
  --region            of seats that name none

It prints the address to open, and serves until Ctrl-C, on 127.0.0.1 alone. It only reads: what it shows is what
npx lab class status tells. Names can be hidden on the page itself too, and a browser keeps that.

examples:
  npx lab class board
  npx lab class board --hide-names
  npx lab class board spring.csv --port 0 --every 10
`;

const minute = 60_000;

/** How many of the last changes a page shows. */
const changesShown = 20;

function numberOf(values: Values, flag: string, fallback: number, min: number, max: number): number {
  const given = stringOption(values, flag) ?? String(fallback);
  if (/^\d+$/.test(given) && Number(given) >= min && Number(given) <= max) return Number(given);
  throw new CliError(`--${flag} ${given}: expected a whole number from ${min} to ${max}.`);
}

/** Polls the class for its page, and keeps the newest result. */
class PolledClass implements ClassFeed {
  readonly hidesNames: boolean;
  private latest: PollResult | undefined;
  private pollErrorText: string | undefined;
  /** The last changes, newest first. */
  private changes: { at: number; change: Change }[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly session: Session;

  private readonly roster: Roster;

  constructor(roster: Roster, session: Session, hidesNames: boolean) {
    this.roster = roster;
    this.session = session;
    this.hidesNames = hidesNames;
  }

  /**
   * Polls until the signal aborts. The page shows the error of a failed poll, and the next poll tries again.
   */
  async poll(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        this.latest = await this.session.poll();
        const { now, changes } = this.latest.board;
        const recent = changes.map((change) => ({ at: now, change }));
        this.changes = [...recent, ...this.changes].slice(0, changesShown);
        this.pollErrorText = this.latest.remarks.length > 0 ? this.latest.remarks.join(' ') : undefined;
      } catch (error) {
        if (signal.aborted) return;
        this.pollErrorText = error instanceof Error ? error.message : String(error);
      }
      for (const listener of this.listeners) listener();
      await pause(everyMs, signal);
    }
  }

  board(hideNames: boolean): ClassBoard | undefined {
    if (this.latest === undefined) return undefined;
    const { seatPolls, state, board, evidenceOnly } = this.latest;
    const changes = this.changes.map(({ change }) => change);
    const shown = boardOf(this.roster, seatPolls, state, {
      ...{ now: board.now, hideNames, changes, evidenceOnly },
    });
    const changeTexts = shown.changes.map((change, index) => ({
      at: this.changes[index]?.at ?? board.now,
      text: changeText(change),
    }));
    return { ...shown, changes: changeTexts };
  }

  onBoard(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  seat(id: string): SeatFindings | undefined {
    const row = this.latest?.board.rows.find(({ seat }) => seat === id);
    if (row === undefined) return undefined;
    const poll = this.latest?.seatPolls.find(({ seat }) => seat === id);
    return {
      seat: id,
      ...(row.lookedAt === undefined ? {} : { lookedAt: row.lookedAt }),
      ...(row.trouble === undefined ? {} : { trouble: row.trouble }),
      steps: poll?.kind === 'seen' ? poll.run.steps : [],
    };
  }

  pollError(): string | undefined {
    return this.pollErrorText;
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });

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
    ...allowedHostOption,
    ...targetFlags,
  },
  async run(values, positionals, io) {
    const port = numberOf(values, 'port', 4401, 0, 65_535);
    const everyMs = 1000 * numberOf(values, 'every', 20, 5, 3600);
    const stuckAfterMs = minute * numberOf(values, 'stuck-after', defaultStuckAfterMs / minute, 1, 1440);
    const hosts = allowedHosts(values);
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
