import type { ReadStream } from 'node:tty';

/** The keys that a person presses, one at a time. `close` restores the terminal's mode. */
export interface Keys {
  /** The next key, or undefined when the time (milliseconds) is over or `signal` is aborted. */
  next(milliseconds: number): Promise<string | undefined>;
  close(): void;
}

/**
 * Reads keys from a terminal in raw mode. There, Ctrl-C sends no signal but a character, for which this calls
 * `interrupt`.
 */
export function openKeys(input: ReadStream, signal: AbortSignal, interrupt: () => void): Keys {
  const pressed: string[] = [];
  let resume = () => {};
  const onData = (data: Buffer) => {
    for (const key of data.toString('utf8')) {
      if (key === '\u0003') interrupt();
      else pressed.push(key);
    }
    resume();
  };
  const onEnd = () => resume();
  const onAbort = () => resume();
  input.setRawMode(true);
  input.on('data', onData);
  input.on('end', onEnd);
  input.resume();
  signal.addEventListener('abort', onAbort);
  return {
    async next(milliseconds) {
      if (pressed.length === 0 && !signal.aborted)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          resume = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      resume = () => {};
      return pressed.shift();
    },
    close() {
      input.off('data', onData);
      input.off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      input.setRawMode(false);
      input.pause();
    },
  };
}

/** Keys without a terminal: `next` never returns a key and only waits. */
export function noKeys(signal: AbortSignal): Keys {
  return {
    next: (milliseconds) =>
      new Promise((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', finish);
          resolve(undefined);
        };
        const timer = setTimeout(finish, milliseconds);
        if (signal.aborted) finish();
        signal.addEventListener('abort', finish);
      }),
    close() {},
  };
}
