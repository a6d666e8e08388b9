import type { Locator, Page } from 'playwright-core';

type Scope = Locator | Page;

export type ConsoleLocators = ReturnType<typeof consoleLocators>;

/** The parts of a console page, by the words that a learner reads. */
export function consoleLocators(page: Page) {
  const main = page.locator('main#content');
  return {
    main,
    button: (name: string, within: Scope = main) => within.getByRole('button', { name, exact: true }),
    link: (name: string, within: Scope = main) => within.getByRole('link', { name, exact: true }),
    field: (name: string, within: Scope = main) => within.getByLabel(name, { exact: true }),
    tab: (name: string) => main.getByRole('tab', { name, exact: true }),
    box: (name: string) => main.getByRole('region', { name, exact: true }),
    heading: (name: string) => main.getByRole('heading', { level: 1, name, exact: true }),
    row: (text: string | RegExp) => main.getByRole('row').filter({ hasText: text }),
    dialog: page.getByRole('dialog'),
    services: page.getByRole('navigation', { name: 'Services' }),
    /** Waits until the banner above the page contains this text. */
    banner: (text: string | RegExp) => main.locator('.flash-place').getByText(text).first().waitFor(),
  };
}
