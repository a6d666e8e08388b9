import type { Problems } from './problem.ts';

interface ShellRule {
  readonly pattern: RegExp;
  readonly message: string;
  readonly expected: string;
  readonly todo: string;
  /** Tests the line without its 'single quoted' parts. */
  readonly outsideQuotes?: boolean;
}

// Each of these works only in some of bash, zsh, Linux and macOS, or hides a failure.
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

/** Checks one command block by the rules. `line` is the file's line of its first command. */
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
