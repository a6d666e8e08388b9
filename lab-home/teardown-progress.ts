import type { ProgressEvent } from '../checker/teardown/index.ts';
import type { Labels } from '../checker/teardown/report/labels.ts';
import { labelOf } from '../checker/teardown/report/phrases.ts';
import type { Io } from '../terminal/command.ts';
import { escapeLine } from '../terminal/escape-control.ts';
import { clearLine } from '../terminal/output.ts';

/** The number of deleted entries between two lines, if the output is no terminal. */
const entriesPerLine = 10_000;
const paintEveryMs = 100;

interface ProgressOptions {
  /** Names a resource. */
  label?: Labels;
  /** The command that finishes a teardown which was stopped. */
  resume?: string;
}

/**
 * Returns a listener that prints a teardown's progress: on a terminal one counting line, otherwise several lines. After
 * Ctrl-C it prints at once how to go on, because the command may be ended before it can print its report.
 */
export function progressLines(
  io: Io,
  { label = labelOf, resume }: ProgressOptions = {},
): (event: ProgressEvent) => void {
  const started = new Map<string, number>();
  const reported = new Map<string, number>();
  let painted = 0;
  let lineOpen = false;
  const line = (text: string) => {
    io.stdout(`${lineOpen ? clearLine : ''}${text}\n`);
    lineOpen = false;
  };
  const showCount = (name: string, id: string, done: number, total: number) => {
    const now = Date.now();
    const seconds = Math.max(0.001, (now - (started.get(id) ?? now)) / 1000);
    const [doneText, totalText, rateText] = [done, total, Math.round(done / seconds)].map((n) =>
      n.toLocaleString('en'),
    );
    // The counts come first, because a narrow terminal cuts the end of the line.
    const text = `  emptying  ${doneText} of ${totalText}, ${rateText} a second: ${name}`;
    if (!io.interactive) {
      if (done - (reported.get(id) ?? 0) < entriesPerLine) return;
      reported.set(id, done);
      line(text);
    } else if (now - painted >= paintEveryMs) {
      painted = now;
      lineOpen = true;
      io.stdout(clearLine + escapeLine(text).slice(0, io.width - 1));
    }
  };
  return (event) => {
    if (event.event === 'deleting') {
      if (started.size === 0) {
        line('');
        const onStop = () => line(`Stopping. To finish the teardown later: ${resume}`);
        if (resume !== undefined) io.signal.addEventListener('abort', onStop, { once: true });
      }
      started.set(event.resource.id, Date.now());
    }
    if (event.event === 'emptying')
      showCount(label(event.resource), event.resource.id, event.done, event.total);
    if (event.event === 'done') line(`  ${event.state.padEnd(9)} ${label(event.resource)}`);
  };
}
