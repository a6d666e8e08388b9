import { isSecretName, secretPatterns } from './secrets.ts';

const placeholderPrefix = 'REMOVED-';

/** A shorter secret is not searched for in other text: it can be an ordinary word. */
const minSecretLength = 16;

/** Removes secrets from JSON values. Each secret has the same placeholder everywhere. */
export interface Redactor {
  /** Redacts every string and every key, at any depth. */
  value(value: unknown): unknown;
  text(text: string): string;
  /** The number of different secrets that were removed, by kind. */
  removed(): Record<string, number>;
}

/** A name and what stands beside it: a variable's value and its default. */
interface Pair {
  name: string;
  values: unknown[];
}

/** Members that have the value of a tag, an environment variable or a pipeline variable. */
const valueKeys = ['Value', 'value', 'defaultValue', 'resolvedValue'];

/** The name and the value of a tag or a variable, if the object is one. */
function pairIn(record: Record<string, unknown>): Pair | undefined {
  const name = record.Key ?? record.key ?? record.Name ?? record.name;
  const values = valueKeys.filter((key) => Object.hasOwn(record, key)).map((key) => record[key]);
  return typeof name === 'string' && values.length > 0 ? { name, values } : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All strings under a secret's name, anywhere in this value. */
function namedSecrets(value: unknown, underName = false): string[] {
  if (typeof value === 'string') return underName && value !== '' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => namedSecrets(item, underName));
  if (!isRecord(value)) return [];
  const pair = pairIn(value);
  const paired = pair !== undefined && isSecretName(pair.name) ? namedSecrets(pair.values, true) : [];
  return [
    ...paired,
    ...Object.entries(value).flatMap(([name, item]) => namedSecrets(item, underName || isSecretName(name))),
  ];
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The text only looks like JSON.
    return undefined;
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // The part is not percent-encoded, so nothing is hidden in it.
    return part;
  }
}

/** Creates a redactor. `secrets` are known secrets, which are removed wherever they occur. */
export function makeRedactor(secrets: readonly string[] = []): Redactor {
  const placeholders = new Map<string, string>();
  const counts = new Map<string, number>();
  const knownSecrets = new Set<string>();

  function placeholder(kind: string, secret: string): string {
    const before = placeholders.get(secret);
    if (before !== undefined) return before;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const replacement = `${placeholderPrefix}${kind}-${count}`;
    placeholders.set(secret, replacement);
    return replacement;
  }

  function remember(found: readonly string[]): void {
    for (const secret of found) {
      if (secret.length < minSecretLength || secret.startsWith(placeholderPrefix)) continue;
      knownSecrets.add(secret);
    }
  }

  function redactShapes(text: string): string {
    return secretPatterns.reduce(
      (rest, { kind, pattern }) =>
        rest.replace(pattern, (match, ...args) => {
          const groups = args.at(-1) as { secret?: string } | string;
          const secret = (typeof groups === 'object' ? groups.secret : undefined) ?? match;
          if (secret.startsWith(placeholderPrefix)) return match;
          const at = match.lastIndexOf(secret);
          return match.slice(0, at) + placeholder(kind, secret) + match.slice(at + secret.length);
        }),
      text,
    );
  }

  function redactKnown(text: string): string {
    let rest = text;
    for (const secret of [...knownSecrets].sort((a, b) => b.length - a.length))
      for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))
        if (rest.includes(form)) rest = rest.replaceAll(form, placeholder('secret', secret));
    return rest;
  }

  /** Redacts percent-encoded parts: IAM encodes a whole policy document. */
  function redactPercentEncoded(text: string): string {
    if (!/%[0-9A-Fa-f]{2}/.test(text)) return text;
    return text.replace(/[^\s"<>&?=/#:;,@\\]*%[0-9A-Fa-f]{2}[^\s"<>&?=/#:;,@\\]*/g, (part) => {
      const plain = decoded(part);
      if (plain === part) return part;
      const clean = redactText(plain);
      return clean === plain ? part : encodeURIComponent(clean);
    });
  }

  function redactText(text: string): string {
    const document = parsed(text);
    if (document !== undefined) {
      remember(namedSecrets(document));
      const clean = redact(document);
      const before = JSON.stringify(document);
      const after = JSON.stringify(clean);
      if (before !== after) return after;
    }
    const clean = redactPercentEncoded(redactShapes(redactKnown(text)));
    // In UTF-16 text, which some editors write, zero bytes between the letters hide a secret.
    const narrow = text.replaceAll('\0', '');
    return narrow === text || redactShapes(redactKnown(narrow)) === narrow ? clean : redactText(narrow);
  }

  function redact(value: unknown, name = ''): unknown {
    if (typeof value === 'string') {
      if (!isSecretName(name) || value === '' || value.startsWith(placeholderPrefix))
        return redactText(value);
      return placeholder(name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), value);
    }
    if (Array.isArray(value)) return value.map((item) => redact(item, name));
    if (typeof value === 'number' && isSecretName(name)) return placeholder('number', String(value));
    if (!isRecord(value)) return value;
    const pair = pairIn(value);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        const paired = pair !== undefined && valueKeys.includes(key);
        const under = isSecretName(name) ? name : paired ? pair.name : key;
        return [redactText(key), redact(item, under)];
      }),
    );
  }

  remember(secrets);
  return {
    value(value) {
      remember(namedSecrets(value));
      return redact(value);
    },
    text: redactText,
    removed: () => Object.fromEntries(counts),
  };
}
