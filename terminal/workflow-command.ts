/**
 * Replaces the first character of what a workflow's runner takes for a command. GitHub's runner reads every line that
 * a step prints: `::` is a command where it begins the line, after any blanks, and `##[` is one anywhere in it.
 */
export const breakCommands = (text: string, replacementOf: (character: ':' | '#') => string): string =>
  text
    .replace(/^([^\S\n]*):(?=:)/gm, (_, blanks: string) => blanks + replacementOf(':'))
    .replace(/#(?=#\[)/g, () => replacementOf('#'));
