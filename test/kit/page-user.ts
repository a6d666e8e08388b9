import type { Locator, Page } from 'playwright-core';

/** How a person uses a page: each method finds a visible element by role and name, and in no other way. */
export interface PageUser {
  /** Chooses a button, a link, a tab, a radio button or a checkbox. */
  choose(what: Locator): Promise<void>;
  /** Replaces the text of a field. */
  type(field: Locator, text: string): Promise<void>;
  /** Chooses an option of a dropdown list by its text. */
  pick(list: Locator, line: string | RegExp): Promise<void>;
}

/** The members of an element that the tests use. The tests are not compiled with a browser's types. */
interface Element {
  type?: string;
  name?: string;
  tagName: string;
  matches(selector: string): boolean;
  closest(selector: string): Element | null;
  getAttribute(name: string): string | null;
  ownerDocument: { activeElement: Element | null };
}

export const hasFocus = (what: Locator): Promise<boolean> =>
  what.evaluate((element: Element) => element.matches(':focus'));

/**
 * Radio buttons with the same name, and tabs of one list, are one stop of the Tab key. The arrow keys move within it.
 */
const groupHasFocus = (what: Locator): Promise<boolean> =>
  what.evaluate((element: Element) => {
    const active = element.ownerDocument.activeElement;
    if (element.type === 'radio') return active?.type === 'radio' && active.name === element.name;
    const tabs = element.closest('[role=tablist]');
    return tabs !== null && active?.closest('[role=tablist]') === tabs;
  });

/** The keys that move the selection of a focused list to the wanted option. */
async function selectOption(page: Page, list: Locator, line: string | RegExp): Promise<void> {
  // A list may be filled a moment after it appears, or after the user chose what it depends on.
  await list.locator('option').filter({ hasText: line }).first().waitFor({ state: 'attached' });
  const words = await list.locator('option').allTextContents();
  const at = words.findIndex((one) => (typeof line === 'string' ? one.trim() === line : line.test(one)));
  if (at < 0) throw new Error(`no line ${line} among: ${words.join(' | ')}`);
  await page.keyboard.press('Home');
  for (let step = 0; step < at; step++) await page.keyboard.press('ArrowDown');
}

async function replace(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.insertText(text);
}

/** A user with a mouse and a keyboard. */
export const mouseUser = (page: Page): PageUser => ({
  choose: (what) => what.click(),
  async type(field, text) {
    await field.click();
    await replace(page, text);
  },
  async pick(list, line) {
    await list.focus();
    await selectOption(page, list, line);
  },
});

/** A user without a mouse: Tab to the element, arrow keys within a group, Enter and Space. */
export const keyboardUser = (page: Page): PageUser => {
  async function reach(what: Locator): Promise<void> {
    await what.waitFor();
    const isTab = await what.evaluate((element: Element) => element.getAttribute('role') === 'tab');
    for (let stop = 0; stop < 400; stop++) {
      if (await hasFocus(what)) return;
      if (await groupHasFocus(what)) await page.keyboard.press(isTab ? 'ArrowRight' : 'ArrowDown');
      else await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard never came to ${what}`);
  }
  return {
    async choose(what) {
      await reach(what);
      const kind = await what.evaluate(({ type, tagName }: Element) => type ?? tagName);
      // An arrow key selects the radio button that it moves to. Space selects one that had the focus already.
      await page.keyboard.press(kind === 'checkbox' || kind === 'radio' ? 'Space' : 'Enter');
    },
    async type(field, text) {
      await reach(field);
      await replace(page, text);
    },
    async pick(list, line) {
      await reach(list);
      await selectOption(page, list, line);
    },
  };
};
