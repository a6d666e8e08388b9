/** Whether a block of this HTML has a placeholder for one of the learner's settings. */
const hasPlaceholder = (html: string): boolean =>
  html
    .split('<div class="block')
    .slice(1)
    .some((block) => block.split('</div>', 1)[0]?.includes('<var data-v='));

/**
 * The bar above a page's text that shows the learner's values. A script fills it (browser/personalization-bar.ts), and
 * without scripts it is hidden. It is in the page from the start, so that the text below it does not move.
 */
export function personalizationBar(html: string): string {
  if (!hasPlaceholder(html)) return '';
  return `<div class="strip none" role="group" aria-label="Your values on this page"><p>This page can carry your own region, account and names.</p><button type="button">Fill them in</button><button type="button" aria-pressed="false" hidden>Plain form</button></div>
`;
}
