/** Limits how much work runs at once. */
export interface Semaphore {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * Runs up to `count` pieces of work at once, in the order of their calls. Work that takes longer than
 * `releaseAfterMs` continues, but gives up its slot, so that work that hangs does not block the rest.
 */
export function semaphore(count: number, releaseAfterMs = Number.POSITIVE_INFINITY): Semaphore {
  const waiting: (() => void)[] = [];
  let available = count;

  async function acquire(): Promise<() => void> {
    if (available > 0) available -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = waiting.shift();
      if (next === undefined) available += 1;
      else next();
    };
  }

  return {
    async run(work) {
      const release = await acquire();
      const timer = Number.isFinite(releaseAfterMs) ? setTimeout(release, releaseAfterMs) : undefined;
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        release();
      }
    },
  };
}

/** A semaphore that acquires a slot of each, in order, before it runs the work. */
export const combineSemaphores = (all: readonly Semaphore[]): Semaphore =>
  all.reduceRight<Semaphore>((inner, outer) => ({ run: (work) => outer.run(() => inner.run(work)) }), {
    run: (work) => work(),
  });
