/** The end of something that may take so long and no longer. */
export interface Bound {
  readonly signal: AbortSignal;
  /** It has come to its end by itself: nothing is waited for any more, and nothing is kept that waited. */
  end(): void;
}

/**
 * Aborts after so many milliseconds (never, where none are given), or with `signal`. `AbortSignal.timeout` would do the same, but it and all that
 * listens to it stay in memory until the time is over, long after the work: with many seats that is much.
 */
export function bound(milliseconds: number | undefined, signal?: AbortSignal): Bound {
  const over = new AbortController();
  const expire = () =>
    over.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  const timer = milliseconds === undefined ? undefined : setTimeout(expire, milliseconds);
  timer?.unref();
  const stop = () => over.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    signal: over.signal,
    end() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    },
  };
}
