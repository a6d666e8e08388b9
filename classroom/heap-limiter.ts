import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** From so much used heap on garbage is collected: what is alive of a round is some tens of megabytes. */
const collectAboveBytes = 120 * 1024 * 1024;
/** Never sooner than so long after the last time: milliseconds. */
const minIntervalMs = 500;

/**
 * What a round leaves behind is garbage at once, some megabytes a seat, but V8 lets it lie: on a machine with much
 * memory it lets hundreds of megabytes grow before it looks at the old ones, and asking it is the only way to be
 * heard. What is called with every seat keeps the process small, for some hundredths of its time.
 */
export function heapLimiter(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let last = 0;
  return () => {
    if (performance.now() - last < minIntervalMs || getHeapStatistics().used_heap_size < collectAboveBytes)
      return;
    collect();
    last = performance.now();
  };
}
