import { UsageError } from './errors.ts';

/** The values that shorthand can express. The schema gives them their types later. */
export type Shorthand = string | Shorthand[] | { [key: string]: Shorthand };

/**
 * Reads the CLI's shorthand: `Key=lab,Value=x`, `TagSet=[{Key=lab,Value=x}]`, `Names=a,b,Other=c`.
 * Grammar: https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
export function parseShorthand(text: string): { [key: string]: Shorthand } {
  const reader = new ShorthandParser(text);
  const object: { [key: string]: Shorthand } = {};
  do reader.pair(object, () => reader.listOrValue());
  while (reader.accept(','));
  reader.end();
  return object;
}

/** Patterns of a value without quotes: the first one, and one after a comma, where `=` would make it a key. */
const WORD = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',\]}])*/y;
const LATER_WORD = /(?:\\,|[^\s"',=[{])(?:\\,|[^"',=])*/y;

class ShorthandParser {
  private position = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads `key=value`; `value` reads the right-hand side. */
  pair(into: { [key: string]: Shorthand }, value: () => Shorthand): void {
    const key = this.match(/[\w\-.#/:]+/y);
    if (key === undefined) this.fail('a key');
    if (Object.hasOwn(into, key)) throw new UsageError(`Second instance of key "${key}" in: ${this.text}`);
    this.expect('=');
    into[key] = value();
  }

  /** At the top level commas make a list (`a=b,c` is a: [b, c]) until the next `key=`. */
  listOrValue(): Shorthand {
    if (this.nextIs('[') || this.nextIs('{')) return this.nested();
    const first = this.word(WORD) ?? '';
    const more: string[] = [];
    while (!this.nextIsPair() && this.accept(',')) {
      const next = this.word(LATER_WORD);
      if (next === undefined) this.fail('a value');
      more.push(next);
    }
    return more.length === 0 ? first : [first, ...more];
  }

  private nested(): Shorthand {
    if (this.accept('[')) {
      const list: Shorthand[] = [];
      while (!this.accept(']')) {
        list.push(this.nested());
        if (!this.nextIs(']')) this.expect(',');
      }
      return list;
    }
    if (this.accept('{')) {
      const object: { [key: string]: Shorthand } = {};
      while (!this.accept('}')) {
        this.pair(object, () => this.nested());
        if (!this.nextIs('}')) this.expect(',');
      }
      return object;
    }
    return this.word(WORD) ?? '';
  }

  private word(barePattern: RegExp): string | undefined {
    this.skipSpace();
    const quoted = this.match(/'(?:\\'|[^'])*'|"(?:\\"|[^"])*"/y);
    if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(["'\\])/g, '$1');
    return this.match(barePattern)?.replaceAll('\\,', ',').trimEnd();
  }

  private nextIsPair(): boolean {
    return /\s*,\s*[\w\-.#/:]+\s*=/y.test(this.text.slice(this.position));
  }

  nextIs(character: string): boolean {
    this.skipSpace();
    return this.text[this.position] === character;
  }

  accept(character: string): boolean {
    if (!this.nextIs(character)) return false;
    this.position += 1;
    this.skipSpace();
    return true;
  }

  private expect(character: string): void {
    if (!this.accept(character)) this.fail(`'${character}'`);
  }

  end(): void {
    this.skipSpace();
    if (this.position < this.text.length) this.fail('the end');
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.position] ?? '')) this.position += 1;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  private fail(expected: string): never {
    const received = this.text[this.position] ?? 'EOF';
    throw new UsageError(
      `Expected: ${expected}, received: '${received}' for input:\n${this.text}\n${' '.repeat(this.position)}^`,
    );
  }
}
