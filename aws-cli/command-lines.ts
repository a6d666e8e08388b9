/** Words after which a command may still begin. */
const PREFIX_WORDS = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);

/**
 * Finds the `aws` command lines in shell code, and returns each as the words after `aws`. The words have no quotes,
 * and variables stay `$NAME`. Commands inside `$(…)` are found, too. It reads the shell of the lab's pages: quotes,
 * expansions, pipes, lists, loops, redirections and here-documents.
 */
export function awsCommandLines(script: string): string[][] {
  const found: string[][] = [];
  new CommandScanner(script, found).read();
  return found;
}

class CommandScanner {
  private position = 0;
  private readonly text: string;
  private readonly found: string[][];
  /** The delimiters of the here-documents that begin after this line. */
  private hereDocuments: string[] = [];

  constructor(text: string, found: string[][]) {
    this.text = text;
    this.found = found;
  }

  read(): void {
    let words: string[] = [];
    const finish = () => {
      const [name, ...rest] = words;
      if (name === 'aws') this.found.push(rest);
      words = [];
    };
    while (this.position < this.text.length) {
      const rest = this.text.slice(this.position);
      const blank = /^(?:[ \t]|\\\n)+/.exec(rest)?.[0];
      const document = /^\d*<<-?[ \t]*(['"]?)(\w+)\1/.exec(rest);
      const redirection = /^(?:\d*(?:>>|>&|<&|>|<)|&>)[ \t]*/.exec(rest)?.[0];
      const end = /^(?:&&|\|\||;;|[;&|()\n])/.exec(rest)?.[0];
      if (blank !== undefined) this.position += blank.length;
      else if (document?.[2] !== undefined) {
        this.position += document[0].length;
        this.hereDocuments.push(document[2]);
      } else if (redirection !== undefined) {
        this.position += redirection.length;
        this.word();
      } else if (end !== undefined) {
        this.position += end.length;
        finish();
        if (end === '\n') this.skipHereDocuments();
      } else {
        const word = this.word();
        const isPrefix = words.length === 0 && (PREFIX_WORDS.has(word) || /^\w+=/.test(word));
        if (!isPrefix) words.push(word);
      }
    }
    finish();
  }

  /** Reads one word. A command inside it is scanned separately. */
  private word(): string {
    let word = '';
    let quoted = false;
    while (this.position < this.text.length) {
      const character = this.text[this.position] ?? '';
      if (!quoted && /[\s;&|()<>]/.test(character)) break;
      if (character === '"') {
        quoted = !quoted;
        this.position += 1;
      } else if (character === "'" && !quoted) {
        const end = this.text.indexOf("'", this.position + 1);
        word += this.text.slice(this.position + 1, end);
        this.position = end + 1;
      } else if (character === '\\') {
        const next = this.text[this.position + 1] ?? '';
        if (next !== '\n') word += quoted && !'$`"\\'.includes(next) ? `\\${next}` : next;
        this.position += 2;
      } else if (character === '$') word += this.expansion();
      else {
        word += character;
        this.position += 1;
      }
    }
    return word;
  }

  /** Reads `$NAME`, `${NAME…}` or `$(…)`, and returns it unchanged. */
  private expansion(): string {
    const start = this.position;
    const opener = this.text[start + 1] ?? '';
    if (opener !== '(' && opener !== '{') {
      this.position += 1 + (/^(?:\w+|[@*#?$!-])/.exec(this.text.slice(start + 1))?.[0].length ?? 0);
      return this.text.slice(start, this.position);
    }
    this.position = closing(this.text, start + 1) + 1;
    const whole = this.text.slice(start, this.position);
    if (opener === '(' && !whole.startsWith('$((')) new CommandScanner(whole.slice(2, -1), this.found).read();
    return whole;
  }

  private skipHereDocuments(): void {
    for (const end of this.hereDocuments) {
      const rest = this.text.slice(this.position);
      const last = new RegExp(`^\\t*${end}$`, 'm').exec(rest);
      this.position = last === null ? this.text.length : this.position + last.index + last[0].length + 1;
    }
    this.hereDocuments = [];
  }
}

/** The index of the character that closes the parenthesis or brace at `open`. It respects quotes and nesting. */
function closing(text: string, open: number): number {
  const pair = text[open] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  let quoted = false;
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\') at += 1;
    else if (character === '"') quoted = !quoted;
    else if (character === "'" && !quoted) at = text.indexOf("'", at + 1);
    else if (character === '$' && text[at + 1] === '(' && quoted) at = closing(text, at + 1);
    else if (!quoted && character === pair[0]) depth += 1;
    else if (!quoted && character === pair[1] && --depth === 0) return at;
  }
  return text.length;
}
