/** The kind of a token. It determines the token's color and where a command ends. */
export type TokenKind =
  | 'command'
  | 'keyword'
  | 'option'
  | 'string'
  | 'variable'
  | 'operator'
  | 'document'
  | 'text'
  | 'end';

/** A part of a block. The concatenated tokens are the block. `end` is the newline after a command. */
export interface ShellToken {
  readonly kind: TokenKind;
  readonly text: string;
}

const blockOpeners = new Set(['if', 'for', 'while', 'until', 'case']);
const blockClosers = new Set(['fi', 'done', 'esac']);
const commandPrefixes = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{']);
const keywords = new Set([...blockOpeners, ...blockClosers, ...commandPrefixes, 'in', '}']);

/**
 * Splits a block of commands into tokens. It supports the shell that labs/reader/shell-rules.ts allows on pages:
 * quotes, variables, substitutions, here-documents, conditions and loops, but no comments and no functions.
 */
export function shellTokens(block: string): ShellToken[] {
  return new Scanner(block).scan();
}

class Scanner {
  private at = 0;
  private depth = 0;
  private readonly tokens: ShellToken[] = [];
  private readonly pendingHeredocs: { word: string; quoted: boolean }[] = [];
  private readonly block: string;

  constructor(block: string) {
    this.block = block;
  }

  scan(): ShellToken[] {
    this.commands(false);
    return this.tokens;
  }

  private rest(): string {
    return this.block.slice(this.at);
  }

  private take(kind: TokenKind, length: number): string {
    const text = this.block.slice(this.at, this.at + length);
    const last = this.tokens.at(-1);
    if (last?.kind === kind && kind !== 'end' && kind !== 'variable')
      this.tokens.splice(-1, 1, { kind, text: last.text + text });
    else if (text !== '') this.tokens.push({ kind, text });
    this.at += length;
    return text;
  }

  /** Reads commands up to the end of the block, or up to the parenthesis that closes a substitution. */
  private commands(inSubstitution: boolean): void {
    let atCommand = true;
    while (this.at < this.block.length) {
      const rest = this.rest();
      const [space] = /^(?:[ ]|\\\n)+/.exec(rest) ?? [];
      if (space !== undefined) this.take('text', space.length);
      else if (rest.startsWith('\n')) {
        this.newline(inSubstitution);
        atCommand = true;
      } else if (inSubstitution && rest.startsWith(')')) return;
      else if (/^<<-?/.test(rest)) this.heredocOperator();
      else if (/^(\d?>>?&?|<)/.test(rest)) this.take('operator', /^\d?>>?&?|^</.exec(rest)?.[0].length ?? 1);
      else if (/^[;&|()]/.test(rest)) {
        this.take('operator', 1);
        atCommand = true;
      } else atCommand = this.word(atCommand);
    }
  }

  private newline(inSubstitution: boolean): void {
    const endsCommand = !inSubstitution && this.depth === 0 && this.pendingHeredocs.length === 0;
    this.take(endsCommand ? 'end' : 'text', 1);
    const heredocs = this.pendingHeredocs.splice(0);
    for (const { word, quoted } of heredocs) this.heredoc(word, quoted);
    if (heredocs.length > 0 && !inSubstitution && this.depth === 0 && this.rest().startsWith('\n'))
      this.take('end', 1);
  }

  private heredocOperator(): void {
    const [all = '', quote = '', word = ''] = /^<<-? *(['"]?)([A-Za-z_]+)\1/.exec(this.rest()) ?? [];
    if (all === '') this.take('operator', 2);
    else this.take('operator', all.length);
    if (word !== '') this.pendingHeredocs.push({ word, quoted: quote !== '' });
  }

  /** Reads the text of a here-document and the line that ends it. */
  private heredoc(word: string, quoted: boolean): void {
    const ending = new RegExp(`^${word}$`, 'm').exec(this.rest());
    const end = this.at + (ending === null ? this.rest().length : ending.index);
    while (this.at < end) {
      if (!quoted && this.variable()) continue;
      const [plain = ' '] = /^[^$]+/.exec(this.block.slice(this.at, end)) ?? [];
      this.take('document', quoted ? end - this.at : plain.length);
    }
    if (ending !== null) this.take('operator', word.length);
  }

  /** Reads one word. `atCommand`: the word can be a command. Answers whether the next word can be one. */
  private word(atCommand: boolean): boolean {
    const [plain = ''] = /^[^\s'"$\\;&|()<>]+/.exec(this.rest()) ?? [];
    if (atCommand && /^[A-Za-z_]\w*=/.test(plain)) {
      this.take('text', plain.indexOf('=') + 1);
      this.parts('text');
      return true;
    }
    if (atCommand && keywords.has(plain)) {
      this.depth += blockOpeners.has(plain) ? 1 : blockClosers.has(plain) ? -1 : 0;
      this.take('keyword', plain.length);
      return commandPrefixes.has(plain);
    }
    if (plain === 'in' && /\bfor \w+ $/.test(this.block.slice(0, this.at))) {
      this.take('keyword', 2);
      return false;
    }
    this.parts(atCommand ? 'command' : plain.startsWith('-') ? 'option' : 'text');
    return false;
  }

  /** Reads the parts of one word up to a space: plain characters, quotes, variables. */
  private parts(kind: TokenKind): void {
    while (this.at < this.block.length) {
      const rest = this.rest();
      const [plain] = /^(?:[^\s'"$\\;&|()<>]|\\[^\n])+/.exec(rest) ?? [];
      if (plain !== undefined) this.take(kind, plain.length);
      else if (rest.startsWith("'")) {
        const close = rest.indexOf("'", 1);
        this.take('string', close === -1 ? rest.length : close + 1);
      } else if (rest.startsWith('"')) this.quoted();
      else if (rest.startsWith('$')) {
        if (!this.variable()) this.take('text', 1);
      } else return;
    }
  }

  private quoted(): void {
    this.take('string', 1);
    while (this.at < this.block.length) {
      const [plain] = /^(?:[^"$\\]|\\[\s\S])+/.exec(this.rest()) ?? [];
      if (plain !== undefined) this.take('string', plain.length);
      else if (this.rest().startsWith('"')) {
        this.take('string', 1);
        return;
      } else if (!this.variable()) this.take('string', 1);
    }
  }

  /** Reads `$NAME`, `${…}` or `$(…)`; answers false when there is none here. */
  private variable(): boolean {
    const rest = this.rest();
    const [all] = /^\$(?:[A-Za-z_]\w*|\{[^}]*\}|[?#@*!0-9])/.exec(rest) ?? [];
    if (all !== undefined) {
      this.take('variable', all.length);
      return true;
    }
    if (!rest.startsWith('$(')) return false;
    this.take('operator', 2);
    this.commands(true);
    if (this.rest().startsWith(')')) this.take('operator', 1);
    return true;
  }
}

/** The commands of a block. A command is what a reader types before its output appears, also over several lines. */
export function commandsOf(block: string): ShellToken[][] {
  const commands: ShellToken[][] = [[]];
  for (const token of shellTokens(block)) {
    if (token.kind === 'end') commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands.filter((tokens) => tokens.some(({ text }) => text.trim() !== ''));
}
