/** Lets so much work run at once. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * `count` at once, the rest in the order of their coming. Work that takes longer than `patienceMs` goes on, but its
 * place is given to the next: what hangs keeps nobody waiting for longer than that.
 */
export function slots(count: number, patienceMs = Number.POSITIVE_INFINITY): Slots {
  const waiting: (() => void)[] = [];
  let free = count;

  async function enter(): Promise<() => void> {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    };
  }

  return {
    async run(work) {
      const leave = await enter();
      const timer = Number.isFinite(patienceMs) ? setTimeout(leave, patienceMs) : undefined;
      try {
        return await work();
      } finally {
        clearTimeout(timer);
        leave();
      }
    },
  };
}

/** One after the other, all of them: a place in each. */
export const within = (all: readonly Slots[]): Slots =>
  all.reduceRight<Slots>((inner, outer) => ({ run: (work) => outer.run(() => inner.run(work)) }), {
    run: (work) => work(),
  });
