import { element, icon, say } from './dom.ts';

/** Gives every block of commands a button that copies it, and each command of several one of its own. */
export function mountCopy(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.block.type, .block.check')) {
    const commands = [...block.querySelectorAll<HTMLElement>('.cmd')];
    const many = commands.length > 1;
    const text = () => commands.map(textOf).join('\n');
    block
      .querySelector('.label')
      ?.append(copyButton(many ? 'Copy all' : 'Copy', many ? 'all commands' : 'the command', text));
    if (many)
      for (const [index, command] of commands.entries()) {
        const button = copyButton('', `command ${index + 1}`, () => textOf(command));
        button.classList.add('one');
        command.prepend(button);
      }
  }
}

/** A command as it is to be typed: its pieces, without the button that stands in it. */
function textOf(command: HTMLElement): string {
  const parts = [...command.childNodes].filter((node) => !(node instanceof HTMLButtonElement));
  return parts
    .map((node) => node.textContent ?? '')
    .join('')
    .trimEnd();
}

/** A button that copies a text and says so. */
export function copyButton(label: string, what: string, text: () => string): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': `Copy ${what}` });
  const words = element('span', {}, label);
  button.append(icon('copy'), words);
  button.addEventListener('click', async () => {
    const copied = await copyText(text());
    say(copied ? `Copied ${what}.` : `This browser does not let pages copy. Select ${what} by hand.`);
    if (!copied) return;
    button.replaceChildren(icon('tick'), element('span', {}, label === '' ? '' : 'Copied'));
    button.classList.add('did');
    setTimeout(() => {
      button.replaceChildren(icon('copy'), words);
      button.classList.remove('did');
    }, 1600);
  });
  return button;
}

/** Whether the text came into the clipboard. Pages opened from a file, or over plain HTTP, have none of the newer kind: there the older one serves. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not there, or refused: the way below tells by itself whether it worked.
    const field = element('textarea', { class: 'unseen', 'aria-hidden': 'true', tabindex: '-1' });
    field.value = text;
    const before = document.activeElement;
    document.body.append(field);
    field.select();
    const copied = document.execCommand('copy');
    field.remove();
    if (before instanceof HTMLElement) before.focus();
    return copied;
  }
}
