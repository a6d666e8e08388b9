/** The mark and the words for a step's verdict. */
export const verdictLabels: Record<string, { mark: string; word: string }> = {
  pass: { mark: '✓', word: 'passed' },
  fail: { mark: '✗', word: 'not so' },
  waiting: { mark: '…', word: 'waiting' },
  unknown: { mark: '?', word: 'could not tell' },
  unseen: { mark: '·', word: 'not looked at' },
};

/** The mark and the words for a seat's status. */
export const statusLabels: Record<string, { mark: string; word: string }> = {
  stuck: { mark: '✗', word: 'stuck' },
  unknown: { mark: '?', word: 'could not tell' },
  working: { mark: '▷', word: 'working' },
  'waiting-for-approval': { mark: '◇', word: 'waits for approval' },
  waiting: { mark: '…', word: 'waiting' },
  'not-begun': { mark: '–', word: 'not begun' },
  done: { mark: '✓', word: 'done' },
};

/** A duration in words, from times in milliseconds: `just now` below a minute, then `4 min`, `1 h 5 min`. */
export function minutesText(fromMs: number, toMs: number): string {
  const minutes = Math.max(0, Math.floor((toMs - fromMs) / 60_000));
  if (minutes < 1) return 'just now';
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

/** How long ago, from times in milliseconds: `just now`, `4 min ago`. */
export function agoText(fromMs: number, toMs: number): string {
  const text = minutesText(fromMs, toMs);
  return text === 'just now' ? text : `${text} ago`;
}

/** The URL of a finding's link on this server: `labs/steps/step-3-bucket.md#x` → `/steps/step-3-bucket.html#x`. */
export const pageOf = (link: string): string => `/${link.replace(/^labs\//, '').replace('.md', '.html')}`;
