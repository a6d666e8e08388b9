import { copyButton } from '../../site/browser/copy.ts';
import { element, root } from '../../site/browser/dom.ts';
import type { Finding } from '../server/finding.ts';

/** The mark and the words for a verdict, so that color alone never carries the meaning. */
export const verdictMarks: Record<string, { mark: string; word: string }> = {
  pass: { mark: '✓', word: 'passed' },
  fail: { mark: '✗', word: 'not so' },
  waiting: { mark: '…', word: 'waiting' },
  unknown: { mark: '?', word: 'could not tell' },
};

const descriptionRow = (name: string, ...content: (Node | string)[]) => [
  element('dt', {}, name),
  element('dd', {}, ...content),
];

/** The URL of a finding's link, from this page: `labs/steps/step-3-bucket.md#x` → `../steps/step-3-bucket.html#x`. */
export const pageUrl = (link: string) => root + link.replace(/^labs\//, '').replace('.md', '.html');

/** A finding as a list item: one line when it passed, otherwise with expected, found, why it matters and the fix. */
export function findingItem(finding: Finding): HTMLElement {
  const { mark, word } = verdictMarks[finding.verdict] ?? { mark: '?', word: finding.verdict };
  const head = element(
    'p',
    { class: 'finding-head' },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    element('strong', {}, finding.title),
    element('span', { class: 'word' }, ` ${word}`),
  );
  const item = element('li', { class: `finding ${finding.verdict}` }, head);
  if (finding.verdict === 'pass') {
    if (finding.proof?.length)
      item.append(element('ol', { class: 'proof' }, ...finding.proof.map((line) => element('li', {}, line))));
    return item;
  }
  const fix = finding.fix ?? '';
  const list = element(
    'dl',
    {},
    ...descriptionRow('expected', finding.expected),
    ...descriptionRow('found', finding.found),
    ...descriptionRow('why', finding.why),
    ...(fix === ''
      ? []
      : descriptionRow(
          'to do',
          element('code', {}, fix),
          copyButton('Copy', 'what to do', () => fix),
        )),
  );
  const links = element(
    'p',
    { class: 'finding-links' },
    element('a', { href: pageUrl(finding.link) }, 'Where this page teaches it'),
  );
  if (finding.cause !== undefined)
    links.append(
      ' · ',
      element('a', { href: `${root}causes/${finding.cause}.html` }, 'How to tell, and the repair'),
    );
  item.append(list, links);
  return item;
}
