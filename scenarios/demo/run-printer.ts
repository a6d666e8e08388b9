import type { Finding, Verdict } from '../../checker/steps/finding.ts';
import type { Io } from '../../terminal/command.ts';
import { escapeControls } from '../../terminal/escape-control.ts';
import { type Paint, painter } from '../../terminal/paint.ts';

const marks: Record<Verdict, string> = { pass: '✓', fail: '✗', waiting: '…', unknown: '?' };

const maxOutputLines = 6;

// The first and last lines of a shell command that spans several lines.
const compoundStart = /^(if|for|while|until)\b/;
const compoundEnd = /^(fi|done)\b|^\S.*;\s*(fi|done)$/;
const hereDocument = /<<-?\s*['"]?(\w+)['"]?/;

/** Prints the output of the demo and the rehearsal as plain lines. Color only repeats what words and marks state. */
export class RunPrinter {
  private readonly io: Io;
  private readonly paint: Paint;

  constructor(io: Io) {
    this.io = io;
    this.paint = painter(io.color);
  }

  line(text = ''): void {
    this.io.stdout(`${text}\n`);
  }

  title(text: string): void {
    this.line();
    this.line(this.paint.bold(text));
  }

  /** Prints a block's commands. It leaves out the bodies of here-documents, which are on the page. */
  commands(block: string): void {
    let hereDocumentEnd: string | undefined;
    let hidden = 0;
    let compound = false;
    let continued = false;
    for (const text of block.split('\n').filter((line) => line.trim() !== '')) {
      if (hereDocumentEnd !== undefined && text.trim() !== hereDocumentEnd) {
        hidden++;
        continue;
      }
      if (hereDocumentEnd !== undefined) this.line(this.paint.dim(`      … ${hidden} lines`));
      this.line(`    ${continued || hereDocumentEnd !== undefined ? ' ' : this.paint.cyan('$')} ${text}`);
      if (compoundStart.test(text)) compound = true;
      if (compoundEnd.test(text)) compound = false;
      continued = compound || text.endsWith('\\');
      hereDocumentEnd = hereDocument.exec(text)?.[1];
      hidden = 0;
    }
  }

  /** Prints the first few lines of what the commands printed. */
  output(text: string): void {
    const lines = escapeControls(text).trimEnd().split('\n').filter(Boolean);
    const width = Math.max(40, this.io.width - 8);
    for (const line of lines.slice(0, maxOutputLines))
      this.line(this.paint.dim(`      ${line.length > width ? `${line.slice(0, width - 1)}…` : line}`));
    if (lines.length > maxOutputLines)
      this.line(this.paint.dim(`      … ${lines.length - maxOutputLines} more lines`));
  }

  /** Prints what was finished and how long it took (`ms` is in milliseconds). */
  finished(what: string, ms: number): void {
    this.line(`  ${this.paint.dim(`— ${what} (${seconds(ms)})`)}`);
  }

  /** Prints a command that was expected to fail, and did. */
  failedAsExpected(what: string, ms: number): void {
    this.line(`  ${this.paint.red(`${marks.fail} stops`)}  ${what} (${seconds(ms)})`);
  }

  /** Prints a check's verdict and its findings: their titles when it passed, else only those that did not pass. */
  checkResult(when: string, verdict: Verdict, ms: number, findings: readonly Finding[]): void {
    const color = ({ pass: 'green', fail: 'red', waiting: 'yellow', unknown: 'magenta' } as const)[verdict];
    this.line(`  ${this.paint[color](`${marks[verdict]} ${verdict}`)}  ${when} (${seconds(ms)})`);
    for (const finding of findings) {
      if (verdict !== 'pass' && finding.verdict === 'pass') continue;
      const text = finding.verdict === 'pass' ? finding.title : `${finding.title}: ${finding.found}`;
      this.line(this.paint.dim(`      ${marks[finding.verdict]} ${text}`));
      for (const link of finding.proof ?? []) this.line(this.paint.dim(`          ${link}`));
    }
  }
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
