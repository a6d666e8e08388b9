import type { Locator, Page } from 'playwright-core';

/** How somebody uses a page: each takes what is in sight by role and name, and nothing else. */
export interface Hands {
  /** Chooses a button, a link, a tab, a radio button or a checkbox. */
  choose(what: Locator): Promise<void>;
  /** Types into a field in place of what stands there. */
  type(field: Locator, text: string): Promise<void>;
  /** Chooses a line of a list that unfolds, by its words. */
  pick(list: Locator, line: string | RegExp): Promise<void>;
}

const active = (what: Locator) => what.evaluate('(element) => element === document.activeElement');

/** The keys that turn a list of lines, once it has the focus, to the line wanted. */
async function turn(page: Page, list: Locator, line: string | RegExp): Promise<void> {
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

/** A hand on the mouse, the other on the keyboard. */
export const mouse = (page: Page): Hands => ({
  choose: (what) => what.click(),
  async type(field, text) {
    await field.click();
    await replace(page, text);
  },
  async pick(list, line) {
    await list.focus();
    await turn(page, list, line);
  },
});

/** No mouse: Tab to what is wanted, arrows within a group, Enter and Space. */
export const keyboard = (page: Page): Hands => {
  async function reach(what: Locator): Promise<void> {
    await what.waitFor();
    // A group of radio buttons, or of tabs, is one stop; arrows go on within it.
    const role = await what.evaluate(
      '(element) => element.type === "radio" ? "radio" : element.getAttribute("role")',
    );
    const group =
      role === 'radio'
        ? '(element) => document.activeElement?.type === "radio" && document.activeElement.name === element.name'
        : role === 'tab'
          ? '(element) => document.activeElement?.closest("[role=tablist]") === element.closest("[role=tablist]")'
          : undefined;
    for (let stop = 0; stop < 400; stop++) {
      if (await active(what)) return;
      if (group !== undefined && (await what.evaluate(group))) {
        await page.keyboard.press(role === 'tab' ? 'ArrowRight' : 'ArrowDown');
        continue;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard never came to ${what}`);
  }
  return {
    async choose(what) {
      await reach(what);
      const kind = await what.evaluate('(element) => element.type ?? element.tagName');
      // An arrow has chosen the radio button on its way; Space says it of one that had the focus already.
      await page.keyboard.press(kind === 'checkbox' || kind === 'radio' ? 'Space' : 'Enter');
    },
    async type(field, text) {
      await reach(field);
      await replace(page, text);
    },
    async pick(list, line) {
      await reach(list);
      await turn(page, list, line);
    },
  };
};
