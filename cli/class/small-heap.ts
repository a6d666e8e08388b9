import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** From this much resident memory on garbage is collected, and never sooner than so long after the last time. */
const enoughMb = 190;
const pauseMs = 500;

/**
 * What a round leaves behind is garbage at once, some megabytes a seat, but V8 lets it lie: on a machine with much
 * memory it lets hundreds of megabytes grow before it looks at the old ones, and asking it is the only way to be
 * heard. What is called with every seat keeps the process small, for some hundredths of its time.
 */
export function smallHeap(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let last = 0;
  return () => {
    const now = performance.now();
    if (now - last < pauseMs || process.memoryUsage.rss() < enoughMb * 1024 * 1024) return;
    collect();
    last = performance.now();
  };
}
