import { escapeControls } from './escape-control.ts';

/**
 * The lines that a terminal shows for an error that a server did not expect. Its message can contain what a client sent,
 * so control characters are escaped, and every line but the first is indented: none looks like one that a command prints.
 */
export function internalErrorText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return `${escapeControls(text).replaceAll('\n', '\n    ')}\n`;
}
