/** The end of something that may take so long and no longer. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** It has come to its end by itself: nothing is waited for any more, and nothing is kept that waited. */
  clear(): void;
}

/**
 * Aborts after so many milliseconds (never, where none are given), or with `signal`. `AbortSignal.timeout` would do the same, but it and all that
 * listens to it stay in memory until the time is over, long after the work: with many seats that is much.
 */
export function startDeadline(milliseconds: number | undefined, signal?: AbortSignal): Deadline {
  const controller = new AbortController();
  const expire = () =>
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const timer = milliseconds === undefined ? undefined : setTimeout(expire, milliseconds);
  timer?.unref();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return {
    signal: controller.signal,
    clear() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
