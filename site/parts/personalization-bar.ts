/** Whether a block of this HTML has something that may be the learner's own. */
const hasPlaceholder = (html: string): boolean =>
  html
    .split('<div class="block')
    .slice(1)
    .some((block) => block.split('</div>', 1)[0]?.includes('<var data-v='));

/**
 * The line above a page's text that says whose values the page shows; a script fills it (browser/strip.ts), and without
 * one it is not there. It stands in the page from the start, so that the text below it does not move.
 */
export function personalizationBar(html: string): string {
  if (!hasPlaceholder(html)) return '';
  return `<div class="strip none" role="group" aria-label="Your values on this page"><p>This page can carry your own region, account and names.</p><button type="button">Fill them in</button><button type="button" aria-pressed="false" hidden>Plain form</button></div>
`;
}
