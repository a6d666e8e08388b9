import { element } from '../../site/browser/dom.ts';
import type { OrderedFinding } from '../server/finding.ts';
import { findingItem } from './finding-item.ts';

interface Entry {
  finding: OrderedFinding;
  text: string;
  item: HTMLElement;
}

const comesAfter = (finding: OrderedFinding, other: OrderedFinding) => {
  const [passed, otherPassed] = [finding.verdict === 'pass', other.verdict === 'pass'];
  return passed === otherPassed ? finding.place > other.place : passed;
};

/**
 * The findings of one step, which arrive in any order. Findings that did not pass come first, otherwise the page's
 * order applies. A new check replaces them one by one, so that the list does not jump and an unchanged finding keeps
 * the focus.
 */
export function findingList() {
  const list = element('ul', { class: 'findings' });
  const entries = new Map<string, Entry>();
  let reportedChecks = new Set<string>();

  function remove(check: string): void {
    entries.get(check)?.item.remove();
    entries.delete(check);
  }

  return {
    list,
    begin() {
      reportedChecks = new Set();
    },
    put(finding: OrderedFinding) {
      reportedChecks.add(finding.check);
      const text = JSON.stringify(finding);
      if (entries.get(finding.check)?.text === text) return;
      remove(finding.check);
      const later = [...entries.values()].filter((other) => comesAfter(other.finding, finding));
      const [next] = later.sort((a, b) => (comesAfter(a.finding, b.finding) ? 1 : -1));
      const item = findingItem(finding);
      list.insertBefore(item, next?.item ?? null);
      entries.set(finding.check, { finding, text, item });
    },
    /** Called when a check has ended: removes the findings that the check did not report again. */
    end() {
      for (const check of [...entries.keys()]) if (!reportedChecks.has(check)) remove(check);
    },
    clear() {
      for (const check of [...entries.keys()]) remove(check);
    },
  };
}
