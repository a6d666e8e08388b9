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
 * A step's findings, in whatever order they come: what did not pass stands first, else as on the page. Each look's
 * findings take the place of the last's one by one, so that nothing jumps, and what stays as it was keeps the focus.
 */
export function findingList() {
  const list = element('ul', { class: 'findings' });
  const entries = new Map<string, Entry>();
  let seenChecks = new Set<string>();

  function remove(check: string): void {
    entries.get(check)?.item.remove();
    entries.delete(check);
  }

  return {
    list,
    begin() {
      seenChecks = new Set();
    },
    put(finding: OrderedFinding) {
      seenChecks.add(finding.check);
      const text = JSON.stringify(finding);
      if (entries.get(finding.check)?.text === text) return;
      remove(finding.check);
      const later = [...entries.values()].filter((other) => comesAfter(other.finding, finding));
      const [next] = later.sort((a, b) => (comesAfter(a.finding, b.finding) ? 1 : -1));
      const item = findingItem(finding);
      list.insertBefore(item, next?.item ?? null);
      entries.set(finding.check, { finding, text, item });
    },
    /** The look has ended: what it did not find again goes. */
    end() {
      for (const check of [...entries.keys()]) if (!seenChecks.has(check)) remove(check);
    },
    clear() {
      for (const check of [...entries.keys()]) remove(check);
    },
  };
}
