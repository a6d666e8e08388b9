const marks = {
  good: '✓',
  bad: '✗',
  busy: '◔',
  waiting: '…',
  off: '–',
};

/** A state in words and by shape; colour only underlines it. */
export function Status({ kind, children }: { kind: keyof typeof marks; children: string }) {
  return (
    <span class={`status ${kind}`}>
      <span aria-hidden="true">{marks[kind]}</span> {children}
    </span>
  );
}

/** A moment as the console shows it: the learner's own time, to the second. */
export function Timestamp({ time }: { time: string | undefined }) {
  if (time === undefined) return <span>–</span>;
  return <time dateTime={time}>{new Date(time).toLocaleString()}</time>;
}
