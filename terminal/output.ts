import { escapeControls, escapeOf } from './escape-control.ts';
import { breakCommands } from './workflow-command.ts';

// Text from outside cannot contain this: it differs in each process.
const key = crypto.randomUUID();
const marked = new RegExp(`<${key}>([^<]*)</${key}>`);

/**
 * Marks a control sequence or a workflow command of ours, so that `outputText` keeps it. Only for literals: the
 * sequence must not contain text from outside.
 */
export const ownSequence = (sequence: string): string => `<${key}>${sequence}</${key}>`;

/** Returns to the beginning of the terminal's line, and clears the line. */
export const clearLine = ownSequence('\r\u001b[2K');

const inert = (text: string) => breakCommands(escapeControls(text), escapeOf);

/**
 * Text as it is written to stdout or stderr. Nothing in it acts on a terminal or on a workflow's runner except the
 * sequences that `ownSequence` marked. The escapes are those of JSON, so a JSON document keeps its values.
 */
export function outputText(text: string): string {
  return text
    .split(marked)
    .map((part, index) => (index % 2 === 1 ? part : part.split('\r\n').map(inert).join('\r\n')))
    .join('');
}
