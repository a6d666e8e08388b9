import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Cuts what a stream brings at an end mark, and passes on the text before it as it comes. */
export class Stream {
  readonly #mark: string | RegExp;
  readonly #onText: (text: string) => void;
  #buffer = '';
  #told = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(readable: Readable, mark: string | RegExp, onText: (text: string) => void) {
    this.#mark = mark;
    this.#onText = onText;
    const decoder = new StringDecoder('utf8');
    readable.on('data', (chunk: Buffer) => this.#take(decoder.write(chunk)));
    readable.on('error', () => this.#end());
    readable.on('close', () => this.#end());
  }

  /** All up to the next end mark, which is dropped when it is text; or up to the stream's end. */
  async next(): Promise<string> {
    for (;;) {
      const found = this.#find();
      if (found !== undefined) {
        const text = this.#buffer.slice(0, found.textEnd);
        this.#buffer = this.#buffer.slice(found.end);
        this.#told = 0;
        return text;
      }
      if (this.#closed) {
        const rest = this.#buffer;
        this.#buffer = '';
        return rest;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #find(): { textEnd: number; end: number } | undefined {
    if (typeof this.#mark === 'string') {
      const at = this.#buffer.indexOf(this.#mark);
      return at < 0 ? undefined : { textEnd: at, end: at + this.#mark.length };
    }
    const length = this.#mark.exec(this.#buffer)?.[0].length;
    return length === undefined ? undefined : { textEnd: length, end: length };
  }

  #take(text: string): void {
    this.#buffer += text;
    // The mark begins with a control character that no page prints: hold back from there.
    const markAt = typeof this.#mark === 'string' ? this.#buffer.indexOf(this.#mark.charAt(0)) : -1;
    const until = markAt < 0 ? this.#buffer.length : markAt;
    if (until > this.#told) {
      this.#onText(this.#buffer.slice(this.#told, until));
      this.#told = until;
    }
    this.#wake?.();
  }

  #end(): void {
    this.#closed = true;
    this.#wake?.();
  }
}
