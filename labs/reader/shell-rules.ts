import type { Problems } from './problem.ts';

interface ShellRule {
  readonly pattern: RegExp;
  readonly message: string;
  readonly expected: string;
  readonly todo: string;
  /** Look at the line with its 'single quoted' parts taken out. */
  readonly outsideQuotes?: boolean;
}

// Each of these runs in one of bash and zsh, Linux and macOS, and not in all of them, or hides a failure.
const rules: readonly ShellRule[] = [
  {
    pattern: /(^|\s)#/,
    message: "a comment is no comment at zsh's prompt",
    expected: 'commands only',
    todo: 'Say it in the text above the block',
    outsideQuotes: true,
  },
  {
    pattern: /\$[A-Za-z_]\w*[:[]/,
    message: 'zsh reads ":" and "[" after a bare $NAME as part of it',
    expected: 'the name in braces',
    todo: 'Put braces around the name',
    outsideQuotes: true,
  },
  {
    pattern: /![^\s=)]/,
    message: 'an interactive shell takes "!" as a word of its history',
    expected: 'no "!" outside single quotes',
    todo: 'Write it without',
    outsideQuotes: true,
  },
  {
    pattern: /\b(export|local|readonly|declare|typeset)\s+\w+="?(\$\(|`)/,
    message: 'an export hides that the command in it failed',
    expected: 'an assignment, then the export',
    todo: 'Make it two lines',
  },
  {
    pattern: /(^|[\s;])(status|path|argv|cdpath|pipestatus)=/,
    message: 'this variable is special in zsh',
    expected: 'a name in capitals',
    todo: 'Rename it',
  },
  {
    pattern: /\[ [^\]]*==/,
    message: '"==" inside [ ] is not POSIX',
    expected: '"="',
    todo: 'Write "="',
  },
  {
    pattern: /\bsed\s+-i(?!\.)/,
    message: "GNU's and BSD's sed read -i differently",
    expected: 'sed -i.bak',
    todo: 'Write -i.bak and remove the .bak file',
  },
  {
    pattern:
      /\b(grep\s+-\w*P|date\s+(-d|--date)|readlink\s+-f|base64\s+-w|stat\s+-c|xargs\s+-r|mktemp\s+-p)\b/,
    message: 'only GNU tools know this option',
    expected: 'what POSIX has',
    todo: 'Write it another way',
  },
  {
    pattern: /(^|[\s;|(])(jq|python3?|perl|node|gh|sudo)\s/,
    message: 'the pages use only aws, git, curl and POSIX tools',
    expected: 'one of these',
    todo: 'Use aws --query in place of it',
  },
  { pattern: /\t/, message: 'a tab completes names at a prompt', expected: 'spaces', todo: 'Replace it' },
];

/** Holds one command block against the rules; `line` is where its first line stands in the file. */
export function checkShell(text: string, line: number, problems: Problems): void {
  for (const [index, command] of text.split('\n').entries()) {
    const withoutQuoted = command.replace(/'[^']*'/g, "''");
    for (const { pattern, message, expected, todo, outsideQuotes } of rules)
      if (pattern.test(outsideQuotes === true ? withoutQuoted : command))
        problems.add(line + index, message, expected, todo);
  }
  if (text.trim() === '')
    problems.add(line, 'the block is empty', 'at least one command', 'Fill or remove it');
}
