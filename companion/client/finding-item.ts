import { copyButton } from '../../site/browser/copy.ts';
import { element, root } from '../../site/browser/dom.ts';
import type { Finding } from '../server/finding.ts';

/** In words and by shape; colour only underlines it. */
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

/** `labs/steps/step-3-bucket.md#x` → this site's address of it. */
export const pageUrl = (link: string) => root + link.replace(/^labs\//, '').replace('.md', '.html');

/** One finding: a line where it passed; else what was expected, what was found, why it matters, what to do. */
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
