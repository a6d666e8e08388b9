import { defined } from '../base/defined.ts';
import type { StepId, StepName } from '../checker/lab/lab.ts';
import type { Row, RowFinding } from './types.ts';

/** Seats that are at the same cause or check. */
export interface Group {
  /** The known cause, else the check. */
  key: string;
  cause?: string;
  check: string;
  title: string;
  step: StepId;
  name: StepName;
  link: string;
  /** The seats' labels on the board, the longest at this finding first. */
  seats: string[];
  /** How many of them are stuck. */
  stuck: number;
  /** A message for all of them, to copy. It contains no value of a single seat. */
  message: string;
}

const groupKeyOf = ({ cause, check }: RowFinding) => cause ?? check;

function groupMessage({ step, name, title, cause, link }: RowFinding, seats: readonly string[]): string {
  const read = cause === undefined ? link : `labs/causes/${cause}.md (and ${link})`;
  return `To ${seats.join(', ')}: ${step} ${name} is not there yet: "${title}" does not hold. Read ${read}. Then type npm run check ${step}: it says what is missing, and the command that mends it with your own names. Still stuck? npx lab hand "what I see"`;
}

/** Groups seats by known cause, or by check where no cause is known. Sorts by stuck seats, then by size. */
export function groupsOf(rows: readonly Row[]): Group[] {
  const groups = new Map<string, { at: RowFinding; rows: Row[] }>();
  for (const row of rows) {
    const { at, standing } = row;
    if (at === undefined || (standing !== 'stuck' && standing !== 'working')) continue;
    const key = groupKeyOf(at);
    const group = groups.get(key) ?? { at, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups]
    .map(([key, { at, rows: members }]) => {
      const { check, title, step, name, link, cause } = at;
      const seats = [...members]
        .sort((a, b) => (a.at?.since ?? 0) - (b.at?.since ?? 0))
        .map(({ seat }) => seat);
      const stuck = members.filter(({ standing }) => standing === 'stuck').length;
      return {
        key,
        check,
        title,
        step,
        name,
        link,
        seats,
        stuck,
        message: groupMessage(at, seats),
        ...defined({ cause }),
      };
    })
    .sort((a, b) => b.stuck - a.stuck || b.seats.length - a.seats.length || a.key.localeCompare(b.key));
}
