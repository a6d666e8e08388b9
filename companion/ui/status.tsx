const marks = {
  good: '✓',
  bad: '✗',
  busy: '◔',
  waiting: '…',
  off: '–',
};

/** A status in words and by shape, so that color alone never carries the meaning. */
export function Status({ kind, children }: { kind: keyof typeof marks; children: string }) {
  return (
    <span class={`status ${kind}`}>
      <span aria-hidden="true">{marks[kind]}</span> {children}
    </span>
  );
}

/** A time as the console shows it: in the learner's time zone, to the second. */
export function Timestamp({ time }: { time: string | undefined }) {
  if (time === undefined) return <span>–</span>;
  return <time dateTime={time}>{new Date(time).toLocaleString()}</time>;
}
