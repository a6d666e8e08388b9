import { useEffect, useRef, useState } from 'preact/hooks';
import type { Loaded } from '../../companion/ui/loaded.ts';
import { type Aws, reader } from './aws.ts';

/**
 * Reads what a page shows when it appears and when `keys` change; then every `everyMs` milliseconds while the tab is
 * in sight, if given. A newer reading wins over an older one that ends later.
 */
export function useLoaded<T>(
  title: string,
  read: (aws: Aws) => Promise<T>,
  keys: readonly unknown[],
  everyMs?: number,
): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: Error }>({});
  const latest = useRef(0);
  const again = useRef<() => Promise<void>>(async () => {});
  useEffect(() => {
    const aws = reader(title);
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({});
    async function look(): Promise<void> {
      const mine = ++latest.current;
      try {
        const value = await read(aws);
        if (!isGone && mine === latest.current) setState({ value });
      } catch (error) {
        if (!isGone && mine === latest.current)
          setState(({ value }) => ({ ...(value === undefined ? {} : { value }), error: error as Error }));
      }
    }
    async function follow(): Promise<void> {
      if (!document.hidden) await look();
      if (everyMs !== undefined && !isGone) timer = setTimeout(() => void follow(), everyMs);
    }
    again.current = look;
    void follow();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
    // The caller's keys say when what is read is another thing.
  }, [title, everyMs, ...keys]);
  return { ...state, reload: () => again.current() };
}
