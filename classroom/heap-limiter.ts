import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Garbage is collected only above this heap size. The live data of a poll is some tens of megabytes. */
const collectAboveBytes = 120 * 1024 * 1024;
/** The minimum time between two collections: milliseconds. */
const minIntervalMs = 500;

/**
 * Returns a function that collects garbage when the heap has grown; call it after every seat. A poll leaves
 * some megabytes of garbage per seat, and on a machine with much memory V8 lets hundreds of megabytes
 * accumulate before it collects old objects. Forcing the collection costs some hundredths of a poll's time.
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
