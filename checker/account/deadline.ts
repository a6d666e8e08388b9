/** The time limit of an operation. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Call this when the operation has ended: it stops the timer and removes the listener. */
  clear(): void;
}

/**
 * Aborts after `milliseconds` (never, if undefined), or when `signal` aborts. `AbortSignal.timeout` would do the
 * same, but it and its listeners stay in memory until the time is over, long after the work. With the many seats
 * of a class, that takes too much memory.
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
