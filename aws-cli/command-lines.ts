/** Words after which a command may still begin. */
const OPENERS = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '!', '{', 'time']);

/**
 * The `aws` command lines in a piece of shell, each as the words after `aws`: quotes taken off, variables left as
 * `$NAME`, commands inside `$(…)` found too. It reads the shell of the lab's pages: quotes, expansions, pipes,
 * lists, loops, redirections and here-documents.
 */
export function awsCommandLines(script: string): string[][] {
  const found: string[][] = [];
  new Lines(script, found).read();
  return found;
}

class Lines {
  private at = 0;
  private readonly text: string;
  private readonly found: string[][];
  /** The ends of the here-documents that begin after this line. */
  private documents: string[] = [];

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
    while (this.at < this.text.length) {
      const rest = this.text.slice(this.at);
      const blank = /^(?:[ \t]|\\\n)+/.exec(rest)?.[0];
      const document = /^\d*<<-?[ \t]*(['"]?)(\w+)\1/.exec(rest);
      const redirection = /^(?:\d*(?:>>|>&|<&|>|<)|&>)[ \t]*/.exec(rest)?.[0];
      const end = /^(?:&&|\|\||;;|[;&|()\n])/.exec(rest)?.[0];
      if (blank !== undefined) this.at += blank.length;
      else if (document?.[2] !== undefined) {
        this.at += document[0].length;
        this.documents.push(document[2]);
      } else if (redirection !== undefined) {
        this.at += redirection.length;
        this.word();
      } else if (end !== undefined) {
        this.at += end.length;
        finish();
        if (end === '\n') this.skipDocuments();
      } else {
        const word = this.word();
        const opens = words.length === 0 && (OPENERS.has(word) || /^\w+=/.test(word));
        if (!opens) words.push(word);
      }
    }
    finish();
  }

  /** The text of one word; a command inside it is looked at by itself. */
  private word(): string {
    let word = '';
    let quoted = false;
    while (this.at < this.text.length) {
      const character = this.text[this.at] ?? '';
      if (!quoted && /[\s;&|()<>]/.test(character)) break;
      if (character === '"') {
        quoted = !quoted;
        this.at += 1;
      } else if (character === "'" && !quoted) {
        const end = this.text.indexOf("'", this.at + 1);
        word += this.text.slice(this.at + 1, end);
        this.at = end + 1;
      } else if (character === '\\') {
        const next = this.text[this.at + 1] ?? '';
        if (next !== '\n') word += quoted && !'$`"\\'.includes(next) ? `\\${next}` : next;
        this.at += 2;
      } else if (character === '$') word += this.expansion();
      else {
        word += character;
        this.at += 1;
      }
    }
    return word;
  }

  /** `$NAME`, `${NAME…}` and `$(…)`, as they stand. */
  private expansion(): string {
    const start = this.at;
    const opener = this.text[start + 1] ?? '';
    if (opener !== '(' && opener !== '{') {
      this.at += 1 + (/^(?:\w+|[@*#?$!-])/.exec(this.text.slice(start + 1))?.[0].length ?? 0);
      return this.text.slice(start, this.at);
    }
    this.at = closing(this.text, start + 1) + 1;
    const whole = this.text.slice(start, this.at);
    if (opener === '(' && !whole.startsWith('$((')) new Lines(whole.slice(2, -1), this.found).read();
    return whole;
  }

  private skipDocuments(): void {
    for (const end of this.documents) {
      const rest = this.text.slice(this.at);
      const last = new RegExp(`^\\t*${end}$`, 'm').exec(rest);
      this.at = last === null ? this.text.length : this.at + last.index + last[0].length + 1;
    }
    this.documents = [];
  }
}

/** The index of what closes the parenthesis or brace at `open`, quotes and nesting respected. */
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
