import type { Io } from '../command.ts';

const marks = { pass: '✓', fail: '✗', waiting: '…', unknown: '?' } as const;
export type Verdict = keyof typeof marks;

const longestOutput = 6;

/** Lines after which a shell waits for the rest of the command. */
const continues = /^\s|\b(then|do|else|\|\||&&|\|)$/;

/** What the demo says on the screen. Plain lines; colour only underlines what words and marks already say. */
export class Narrator {
  private readonly io: Io;

  constructor(io: Io) {
    this.io = io;
  }

  line(text = ''): void {
    this.io.stdout(`${text}\n`);
  }

  private paint(code: number, text: string): string {
    return this.io.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  }

  title(text: string): void {
    this.line();
    this.line(this.paint(1, text));
  }

  /** A block's commands; the bodies of here-documents are shortened, since they are on the page. */
  commands(block: string): void {
    let until: string | undefined;
    let hidden = 0;
    let goesOn = false;
    for (const text of block.split('\n')) {
      if (until !== undefined) {
        if (text.trim() !== until) {
          hidden++;
          continue;
        }
        this.line(this.paint(2, `      … ${hidden} lines`));
        until = undefined;
        hidden = 0;
      }
      if (text.trim() !== '') this.line(`    ${goesOn ? ' ' : this.paint(36, '$')} ${text}`);
      goesOn = text.endsWith('\\') || continues.test(text);
      if (/^(fi|done)\b/.test(text)) goesOn = false;
      until = /<<-?\s*['"]?(\w+)['"]?/.exec(text)?.[1];
    }
  }

  /** What the commands printed, at most a few lines of it. */
  output(text: string): void {
    const lines = text.trimEnd().split('\n').filter(Boolean);
    const width = Math.max(40, this.io.width - 8);
    for (const line of lines.slice(0, longestOutput))
      this.line(this.paint(2, `      ${line.length > width ? `${line.slice(0, width - 1)}…` : line}`));
    if (lines.length > longestOutput)
      this.line(this.paint(2, `      … ${lines.length - longestOutput} more lines`));
  }

  /** One check's outcome and what it found; of a passed one only the count. */
  checked(when: string, verdict: Verdict, ms: number, found: { verdict: Verdict; text: string }[]): void {
    const colour = { pass: 32, fail: 31, waiting: 33, unknown: 35 }[verdict];
    const count = verdict === 'pass' ? `, ${found.length} checks` : '';
    this.line(
      `  ${this.paint(colour, `${marks[verdict]} ${verdict}`)}  ${when}${count} (${(ms / 1000).toFixed(1)} s)`,
    );
    if (verdict === 'pass') return;
    for (const finding of found.filter(({ verdict }) => verdict !== 'pass'))
      this.line(this.paint(2, `      ${marks[finding.verdict]} ${finding.text}`));
  }
}
