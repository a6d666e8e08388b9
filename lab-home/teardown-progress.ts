import type { ProgressEvent } from '../checker/teardown/index.ts';
import { called } from '../checker/teardown/report/words.ts';
import type { Io } from '../terminal/command.ts';

/** Entries between two lines, where lines can't be written over. */
const lineEvery = 10_000;
const paintEveryMs = 100;

/** Tells how a teardown goes on: on a terminal one line that counts, elsewhere lines now and then. */
export function progressLines(io: Io): (event: ProgressEvent) => void {
  const started = new Map<string, number>();
  const told = new Map<string, number>();
  let painted = 0;
  let open = false;
  const line = (text: string) => {
    io.stdout(`${open ? '\r\u001b[2K' : ''}${text}\n`);
    open = false;
  };
  const counting = (name: string, id: string, done: number, total: number) => {
    const now = Date.now();
    const seconds = Math.max(0.001, (now - (started.get(id) ?? now)) / 1000);
    const [sofar, all, rate] = [done, total, Math.round(done / seconds)].map((n) => n.toLocaleString('en'));
    // What changes stands first: a narrow terminal cuts the name.
    const text = `  emptying  ${sofar} of ${all}, ${rate} a second: ${name}`;
    if (!io.interactive) {
      if (done - (told.get(id) ?? 0) < lineEvery) return;
      told.set(id, done);
      line(text);
    } else if (now - painted >= paintEveryMs) {
      painted = now;
      open = true;
      io.stdout(`\r\u001b[2K${text.slice(0, io.width - 1)}`);
    }
  };
  return (event) => {
    if (event.event === 'deleting') {
      if (started.size === 0) line('');
      started.set(event.thing.id, Date.now());
    }
    if (event.event === 'emptying') counting(called(event.thing), event.thing.id, event.done, event.total);
    if (event.event === 'done') line(`  ${event.state.padEnd(9)} ${called(event.thing)}`);
  };
}
