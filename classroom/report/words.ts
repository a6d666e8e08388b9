import { formatDuration } from '../../checker/steps/format.ts';
import { escapeControls } from '../../terminal/escape-control.ts';
import type { SeatStatus } from '../seat-status.ts';
import type { Change } from '../state.ts';
import type { Row } from '../types.ts';

export const statusWords: Record<SeatStatus, string> = {
  stuck: 'stuck',
  unknown: 'could not tell',
  working: 'working',
  'waiting-for-approval': 'waiting for approval',
  waiting: 'waiting',
  'not-begun': 'not begun',
  done: 'done',
};

const verdictWords = { pass: 'passed', fail: 'not there', waiting: 'waiting', unknown: 'could not tell' };

/** `1 seat`, `12 seats` */
export const seatCount = (count: number) => (count === 1 ? '1 seat' : `${count} seats`);

/** Makes foreign text safe to print on one line of a terminal: control characters are escaped. */
export const line = (text: string) => escapeControls(text.replace(/\s+/g, ' ').trim());

/** `10:04:31`, in UTC like all times that the lab prints. */
export const clock = (time: number) => new Date(time).toISOString().slice(11, 19);

/** The time of the newest evidence, and of the oldest that still counts. */
export const evidenceText = (at: number, oldest: number | undefined, when: (time: number) => string) =>
  `out of evidence of ${when(at)}${oldest === undefined ? '' : `, some of it of ${when(oldest)}`}`;

/** A seat's status and how long it has lasted, in a few words. */
export function statusText({ standing, since, at, gone, trouble }: Row, now: number): string {
  if (standing === 'done') return gone ? 'done, and nothing of it is there any more' : 'done';
  if (standing === 'not-begun') return 'not begun';
  const fromTime = at?.since ?? since;
  if (fromTime === undefined) return `${statusWords[standing]}: ${trouble}`;
  return `${statusWords[standing]} for ${formatDuration(now - fromTime)}`;
}

export function changeText(change: Change): string {
  const { seat } = change;
  switch (change.kind) {
    case 'step':
      return `${seat}: ${change.step} ${verdictWords[change.to]} (was ${verdictWords[change.from]})`;
    case 'finding':
      return `${seat}: now at ${change.step}, ${change.title}`;
    case 'standing':
      return `${seat}: ${statusWords[change.to]} (was ${statusWords[change.from]})`;
    case 'hand':
      return change.up
        ? `${seat}: hand raised${change.text ? `: ${line(change.text)}` : ''}`
        : `${seat}: hand lowered`;
  }
}
