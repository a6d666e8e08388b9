import { useEffect, useRef, useState } from 'preact/hooks';
import { defined } from '../../base/defined.ts';
import type { Loaded } from '../../companion/ui/loaded.ts';
import { type Aws, pageReader } from './aws.ts';

/**
 * Loads what a page shows, when the page appears and when `keys` change. With `everyMs`, it polls at this interval in
 * milliseconds while the tab is visible. A newer load wins over an older one that ends later.
 */
export function useLoaded<T>(
  title: string,
  read: (aws: Aws) => Promise<T>,
  keys: readonly unknown[],
  everyMs?: number,
): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: Error }>({});
  const latest = useRef(0);
  const reloadRef = useRef<() => Promise<void>>(async () => {});
  useEffect(() => {
    const aws = pageReader(title);
    let isUnmounted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({});
    async function readOnce(): Promise<void> {
      const readNumber = ++latest.current;
      try {
        const value = await read(aws);
        if (!isUnmounted && readNumber === latest.current) setState({ value });
      } catch (error) {
        if (!isUnmounted && readNumber === latest.current)
          setState(({ value }) => ({ ...defined({ value }), error: error as Error }));
      }
    }
    async function poll(): Promise<void> {
      if (!document.hidden) await readOnce();
      if (everyMs !== undefined && !isUnmounted) timer = setTimeout(() => void poll(), everyMs);
    }
    reloadRef.current = readOnce;
    void poll();
    return () => {
      isUnmounted = true;
      clearTimeout(timer);
    };
    // The caller's keys change when `read` reads something else.
  }, [title, everyMs, ...keys]);
  return { ...state, reload: () => reloadRef.current() };
}
