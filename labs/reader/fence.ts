import { defined } from '../../base/defined.ts';
import type { Problems } from './problem.ts';

/** The words after a fence's three backticks, parsed. */
export type Fence =
  | {
      readonly kind: 'run';
      readonly values: boolean;
      readonly handshake?: string;
      readonly timeoutSeconds: number;
      readonly expectExit: number;
    }
  | { readonly kind: 'check' }
  | { readonly kind: 'norun'; readonly reason: string }
  | { readonly kind: 'output' }
  | { readonly kind: 'error' };

const defaultTimeoutSeconds = 60;
const grammar =
  '`bash` with any of `values`, `handshake=NAME`, `timeout=SECONDS`, `expect-exit=STATUS`, ' +
  'or `bash check`, or `bash norun="why"`, or `text output`, or `text error`';

const keyPatterns: Record<string, RegExp> = {
  values: /^$/,
  check: /^$/,
  handshake: /^=[A-Z][A-Z0-9_]*$/,
  timeout: /^=([1-9]\d{0,2})$/,
  'expect-exit': /^=(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/,
  norun: /^="[^"]{10,}"$/,
};

/** Reads a fence's info string. Anything unknown is a problem, so that no block is skipped silently. */
export function readFence(info: string, line: number, problems: Problems): Fence | undefined {
  const reject = (message: string): undefined => {
    problems.add(line, message, grammar, 'Mend the words after the backticks');
    return undefined;
  };
  const language = /^\S*/.exec(info)?.[0] ?? '';
  const rest = info.slice(language.length).trim();
  if (language === 'text') {
    if (rest === 'output' || rest === 'error') return { kind: rest };
    return reject(`a text fence must say 'output' or 'error', this one says '${rest}'`);
  }
  if (language !== 'bash') return reject(`unknown fence language '${language}'`);

  const keys = new Map<string, string>();
  for (const word of rest.match(/[^\s"]+("[^"]*"?)?|"[^"]*"?/g) ?? []) {
    const name = /^[^=]*/.exec(word)?.[0] ?? '';
    const value = word.slice(name.length);
    const pattern = Object.hasOwn(keyPatterns, name) ? keyPatterns[name] : undefined;
    if (pattern === undefined) return reject(`unknown fence key '${name}'`);
    if (keys.has(name)) return reject(`fence key '${name}' stands twice`);
    if (!pattern.test(value)) return reject(`fence key '${name}' cannot be '${word}'`);
    keys.set(name, value.replace(/^=/, '').replaceAll('"', ''));
  }
  const isOnlyKey = keys.size === 1;
  const reason = keys.get('norun');
  if (reason !== undefined)
    return isOnlyKey ? { kind: 'norun', reason } : reject(`fence key 'norun' must stand alone`);
  if (keys.has('check')) return isOnlyKey ? { kind: 'check' } : reject(`fence key 'check' must stand alone`);
  const handshake = keys.get('handshake');
  return {
    kind: 'run',
    values: keys.has('values'),
    ...defined({ handshake }),
    timeoutSeconds: Number(keys.get('timeout') ?? defaultTimeoutSeconds),
    expectExit: Number(keys.get('expect-exit') ?? 0),
  };
}
