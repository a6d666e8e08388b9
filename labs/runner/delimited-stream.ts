import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Splits a stream's text at a delimiter, and passes on the text before the delimiter as it arrives. */
export class DelimitedStream {
  readonly #delimiter: string | RegExp;
  readonly #onText: (text: string) => void;
  #buffer = '';
  #emitted = 0;
  #closed = false;
  #resume: (() => void) | undefined;

  constructor(readable: Readable, delimiter: string | RegExp, onText: (text: string) => void) {
    this.#delimiter = delimiter;
    this.#onText = onText;
    const decoder = new StringDecoder('utf8');
    readable.on('data', (chunk: Buffer) => this.#take(decoder.write(chunk)));
    readable.on('error', () => this.#end());
    readable.on('close', () => this.#end());
  }

  /**
   * Returns the text up to the next delimiter, or up to the stream's end. A string delimiter is dropped. A RegExp
   * must match from the start; its match is the text.
   */
  async next(): Promise<string> {
    for (;;) {
      const found = this.#find();
      if (found !== undefined) {
        const text = this.#buffer.slice(0, found.textEnd);
        this.#buffer = this.#buffer.slice(found.end);
        this.#emitted = 0;
        return text;
      }
      if (this.#closed) {
        const rest = this.#buffer;
        this.#buffer = '';
        return rest;
      }
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
  }

  #find(): { textEnd: number; end: number } | undefined {
    if (typeof this.#delimiter === 'string') {
      const at = this.#buffer.indexOf(this.#delimiter);
      return at < 0 ? undefined : { textEnd: at, end: at + this.#delimiter.length };
    }
    const length = this.#delimiter.exec(this.#buffer)?.[0].length;
    return length === undefined ? undefined : { textEnd: length, end: length };
  }

  #take(text: string): void {
    this.#buffer += text;
    // A string delimiter begins with a control character that no page prints. Text from there on may be a delimiter.
    const delimiterAt =
      typeof this.#delimiter === 'string' ? this.#buffer.indexOf(this.#delimiter.charAt(0)) : -1;
    const until = delimiterAt < 0 ? this.#buffer.length : delimiterAt;
    if (until > this.#emitted) {
      this.#onText(this.#buffer.slice(this.#emitted, until));
      this.#emitted = until;
    }
    this.#resume?.();
  }

  #end(): void {
    this.#closed = true;
    this.#resume?.();
  }
}
