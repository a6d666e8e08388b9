import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Answer {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** The violations that axe finds on the current page: one line for each element. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Answer>('axe.run(document, { resultTypes: ["violations"] })');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
