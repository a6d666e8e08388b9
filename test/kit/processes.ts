import { readdirSync, readFileSync } from 'node:fs';

/** The command lines of the processes that name this address. */
export const processesFor = (address: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(address) ? [line] : [];
      } catch {
        // The process ended while it was read.
        return [];
      }
    });
