import { createContext, type FunctionComponent } from 'preact';
import { useContext } from 'preact/hooks';
import type { BoardGroup, BoardRow, ClassBoard } from '../../server/class/ports.ts';
import { agoText, minutesText, pageOf, statusLabels, verdictLabels } from './words.ts';

/** What the live page adds to a board. An exported page has no script and none of the site's pages beside it. */
export interface BoardControls {
  CopyButton: FunctionComponent<{ label: string; subject: string; text: string }>;
  openSeat(seat: string): void;
}

const Controls = createContext<BoardControls | undefined>(undefined);

/**
 * The whole board: seats per status, seats with the same cause, and every seat, those that need help first. Without
 * controls it has no links and no buttons.
 */
export function Board({ board, controls }: { board: ClassBoard; controls?: BoardControls }) {
  return (
    <Controls.Provider value={controls}>
      <p class="class-time" role="status">
        {board.rows.length} {board.rows.length === 1 ? 'seat' : 'seats'} · looked at{' '}
        {new Date(board.now).toLocaleTimeString()}
        {board.plan === undefined ? '' : ` · ${planText(board.plan)}`}
      </p>
      <StatusCounts of={board.standings} />
      <Groups groups={board.groups} />
      <Changes of={board.changes} />
      <Seats board={board} />
    </Controls.Provider>
  );
}

/** A link to a page of the site, or its text where there are no such pages. */
function PageLink({ href, text }: { href: string; text: string }) {
  return useContext(Controls) === undefined ? text : <a href={href}>{text}</a>;
}

const planText = ({ minute, due }: NonNullable<ClassBoard['plan']>): string =>
  `minute ${minute} of the plan: ${due === undefined ? 'nothing is due yet' : `${due} should be done`}`;

function StatusCounts({ of }: { of: ClassBoard['standings'] }) {
  return (
    <dl class="standings">
      {Object.entries(statusLabels).map(([key, { mark, word }]) => (
        <div key={key} class={of[key] ? `stands-${key}` : 'none'}>
          <dt>
            <span aria-hidden="true">{mark}</span> {word}
          </dt>
          <dd>{of[key] ?? 0}</dd>
        </div>
      ))}
    </dl>
  );
}

function Groups({ groups }: { groups: readonly BoardGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="groups">
      <h2 id="groups">At the same thing</h2>
      <ul class="groups">
        {groups.map((group) => (
          <GroupItem key={group.key} group={group} />
        ))}
      </ul>
    </section>
  );
}

function GroupItem({ group }: { group: BoardGroup }) {
  const { cause, title, step, name, seats, stuck } = group;
  return (
    <li>
      <h3>{cause ?? `Not passed: ${title}`}</h3>
      {cause === undefined ? null : <p>Not passed: {title}</p>}
      <p>
        {step} {name}: {seats.join(', ')}
        {stuck === 0 ? '' : ` (${stuck} stuck)`}
      </p>
      <GroupLinks group={group} />
    </li>
  );
}

function GroupLinks({ group: { cause, link, seats, message } }: { group: BoardGroup }) {
  const controls = useContext(Controls);
  if (controls === undefined) return null;
  return (
    <p class="group-links">
      {cause === undefined ? null : <a href={`/causes/${cause}.html`}>How to tell, and the repair</a>}{' '}
      <a href={pageOf(link)}>Where it is taught</a>{' '}
      <controls.CopyButton
        label="Copy a message"
        subject={`a message to ${seats.join(', ')}`}
        text={message}
      />
    </p>
  );
}

/** The newest change on one line. Earlier changes are collapsed, so that the seats stay visible. */
function Changes({ of }: { of: ClassBoard['changes'] }) {
  const [newest] = of;
  if (newest === undefined) return null;
  const line = ({ at, text }: typeof newest) => `${new Date(at).toLocaleTimeString()} ${text}`;
  return (
    <details class="changes">
      <summary>Last change: {line(newest)}</summary>
      <ol>
        {of.map((change, index) => (
          <li key={index}>{line(change)}</li>
        ))}
      </ol>
    </details>
  );
}

function Seats({ board }: { board: ClassBoard }) {
  const { rows, totals, now, hidden } = board;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a narrow screen scrolls the table sideways, by keyboard too
    <section class="seats" id="seats" aria-label="Seats" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Seat</th>
            <th scope="col">Stands</th>
            {totals.map(({ id, name }) => (
              <th scope="col" key={id} class="step">
                <abbr title={name}>{id.replace('step-', '')}</abbr>
              </th>
            ))}
            <th scope="col">At</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SeatRow key={row.seat} row={row} now={now} isHidden={hidden} />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Passed
            </th>
            {totals.map(({ id, counts }) => (
              <td key={id} class="step">
                {counts.pass}
              </td>
            ))}
            <td />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function SeatRow({ row, now, isHidden }: { row: BoardRow; now: number; isHidden: boolean }) {
  const controls = useContext(Controls);
  const { mark, word } = statusLabels[row.standing] ?? { mark: '?', word: row.standing };
  return (
    <tr class={`stands-${row.standing}`}>
      <th scope="row">
        {isHidden || controls === undefined ? (
          row.seat
        ) : (
          <button type="button" class="seat-name" onClick={() => controls.openSeat(row.seat)}>
            {row.seat}
          </button>
        )}
        {row.name === undefined ? null : <span class="person">{row.name}</span>}
        {row.hand === undefined ? null : (
          <span class="hand">
            <span aria-hidden="true">⚑</span> hand up {minutesText(row.hand.at, now)}
            {row.hand.text === undefined ? '' : `: ${row.hand.text}`}
          </span>
        )}
      </th>
      <td>
        <span class="standing">
          <span aria-hidden="true">{mark}</span> {word}
        </span>
        {row.since === undefined ? null : <span class="since">{minutesText(row.since, now)}</span>}
        {row.behind === undefined ? null : (
          <span class="since">
            {row.behind.minutes} min behind the plan ({row.behind.step})
          </span>
        )}
      </td>
      {row.steps.map(({ id, verdict }) => {
        // A step after the one that the seat is working on does not have to pass yet.
        const isAhead = row.at !== undefined && id > row.at.step && verdict === 'fail';
        const { mark: verdictMark, word: verdictWord } = isAhead
          ? { mark: '–', word: 'not yet' }
          : (verdictLabels[verdict] ?? { mark: '?', word: verdict });
        return (
          <td key={id} class={`step ${isAhead ? 'ahead' : verdict}`}>
            <span aria-hidden="true">{verdictMark}</span>
            <span class="unseen">{verdictWord}</span>
          </td>
        );
      })}
      <td class="at">
        <FindingCell row={row} now={now} />
      </td>
    </tr>
  );
}

/** What was found and the fix, collapsed: forty expanded fixes would hide the seats that need help. */
function FixDetails({ at: { found, fix } }: { at: NonNullable<BoardRow['at']> }) {
  const controls = useContext(Controls);
  if (found === undefined && fix === undefined) return null;
  return (
    <details class="help">
      <summary>{found ?? 'What would help'}</summary>
      {fix === undefined ? null : (
        <p class="fix">
          <code>{fix}</code>{' '}
          {controls === undefined ? null : (
            <controls.CopyButton label="" subject="what would help" text={fix} />
          )}
        </p>
      )}
    </details>
  );
}

function FindingCell({
  row: { at, trouble: error, lookedAt, oldest, source, gone },
  now,
}: {
  row: BoardRow;
  now: number;
}) {
  return (
    <>
      {error === undefined ? null : <p>{error}</p>}
      {at === undefined ? null : (
        <>
          <p>
            <PageLink
              href={at.cause === undefined ? pageOf(at.link) : `/causes/${at.cause}.html`}
              text={at.title}
            />{' '}
            <span class="since">
              {verdictLabels[at.verdict]?.word}, {minutesText(at.since, now)}
            </span>
          </p>
          <FixDetails at={at} />
        </>
      )}
      {gone ? <p>cleaned up</p> : null}
      <p class="since">
        {lookedAt === undefined ? 'never looked at' : `looked at ${agoText(lookedAt, now)}`}
        {source === 'evidence' && lookedAt !== undefined ? ', out of its evidence' : ''}
        {source === 'evidence' && oldest !== undefined ? `, some of it ${agoText(oldest, now)}` : ''}
      </p>
    </>
  );
}
