/** Lets so much work run at once. */
export interface Semaphore {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * `count` at once, the rest in the order of their coming. Work that takes longer than `patienceMs` goes on, but its
 * place is given to the next: what hangs keeps nobody waiting for longer than that.
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

/** One after the other, all of them: a place in each. */
export const combineSemaphores = (all: readonly Semaphore[]): Semaphore =>
  all.reduceRight<Semaphore>((inner, outer) => ({ run: (work) => outer.run(() => inner.run(work)) }), {
    run: (work) => work(),
  });
