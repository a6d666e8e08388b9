import { announce, element, icon } from './dom.ts';

/** Adds a copy button to every block of commands, and to each command when a block has several. */
export function mountCopy(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.block.type, .block.check')) {
    const commands = [...block.querySelectorAll<HTMLElement>('.cmd')];
    const isSeveral = commands.length > 1;
    const text = () => commands.map(textOf).join('\n');
    block
      .querySelector('.label')
      ?.append(copyButton(isSeveral ? 'Copy all' : 'Copy', isSeveral ? 'all commands' : 'the command', text));
    if (isSeveral)
      for (const [index, command] of commands.entries()) {
        const button = copyButton('', `command ${index + 1}`, () => textOf(command));
        button.classList.add('one');
        command.prepend(button);
      }
  }
}

/** The text of a command to type, without the copy button that is among its nodes. */
function textOf(command: HTMLElement): string {
  const parts = [...command.childNodes].filter((node) => !(node instanceof HTMLButtonElement));
  return parts
    .map((node) => node.textContent ?? '')
    .join('')
    .trimEnd();
}

/** A button that copies a text and announces that it did. */
export function copyButton(label: string, subject: string, text: () => string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${subject}` });
  const labelSpan = element('span', {}, label);
  button.append(icon('copy'), labelSpan);
  button.addEventListener('click', async () => {
    const copied = await copyText(text());
    announce(
      copied ? `Copied ${subject}.` : `This browser does not let pages copy. Select ${subject} by hand.`,
    );
    if (!copied) return;
    button.replaceChildren(icon('tick'), element('span', {}, label === '' ? '' : 'Copied'));
    button.classList.add('did');
    setTimeout(() => {
      button.replaceChildren(icon('copy'), labelSpan);
      button.classList.remove('did');
    }, 1600);
  });
  return button;
}

/**
 * Copies a text to the clipboard and answers whether that worked. The clipboard API is not available to pages that are
 * opened from a file or over plain HTTP, so `execCommand` is the fallback.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard API is missing or refused. execCommand reports by itself whether it copied.
    const textarea = element('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
    textarea.value = text;
    const previousFocus = document.activeElement;
    document.body.append(textarea);
    textarea.select();
    const copied = document.execCommand('copy');
    textarea.remove();
    if (previousFocus instanceof HTMLElement) previousFocus.focus();
    return copied;
  }
}
