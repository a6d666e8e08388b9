import type { MatrixRow } from './matrix.ts';

const numbers = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** One character for each step: it passes, fails, waits, is unknown, stops the command, or was not checked. */
function mark(cell: string | undefined, isChecked: boolean): string {
  if (!isChecked) return ' ';
  if (cell === undefined) return '✓';
  if (cell === 'stops') return '!';
  if (cell.includes('fail ')) return '✗';
  return cell.includes('waiting ') ? '…' : '?';
}

export const heading = `${'fault'.padEnd(26)} ${numbers.join(' ')}  named by`;

export const legend = '✓ passes  ✗ fails  … waits  ? could not tell  ! stops before it looks';

/** A row of the table, at most a hundred columns wide. Lines below it list its wrong cells. */
export function line({ cause, cells, check, wrong }: MatrixRow): string {
  const isCleanup = cause.step === 'step-9';
  const stops = Object.values(cells).includes('stops');
  const marks = numbers.map((number) => {
    const cell = cells[`step-${number}`];
    return mark(cell, cell !== undefined || (!stops && (number === '9') === isCleanup));
  });
  const named = check ?? (cells[cause.step] === 'stops' ? 'the command itself' : 'nobody');
  return [
    `${cause.id.padEnd(26)} ${marks.join(' ')}  ${named}`,
    ...wrong.map((cell) => `  WRONG ${cell}`),
  ].join('\n');
}
