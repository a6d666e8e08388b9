import { element } from '../../site/browser/dom.ts';
import type { Placed } from '../server/finding.ts';
import { shown } from './findings.ts';

interface Entry {
  finding: Placed;
  text: string;
  item: HTMLElement;
}

const isBehind = (one: Placed, other: Placed) => {
  const [passed, otherPassed] = [one.verdict === 'pass', other.verdict === 'pass'];
  return passed === otherPassed ? one.place > other.place : passed;
};

/**
 * A step's findings, in whatever order they come: what did not pass stands first, else as on the page. Each look's
 * findings take the place of the last's one by one, so that nothing jumps, and what stays as it was keeps the focus.
 */
export function findingList() {
  const list = element('ul', { class: 'findings' });
  const entries = new Map<string, Entry>();
  let fresh = new Set<string>();

  function remove(check: string): void {
    entries.get(check)?.item.remove();
    entries.delete(check);
  }

  return {
    list,
    begin() {
      fresh = new Set();
    },
    put(finding: Placed) {
      fresh.add(finding.check);
      const text = JSON.stringify(finding);
      if (entries.get(finding.check)?.text === text) return;
      remove(finding.check);
      const behind = [...entries.values()].filter((other) => isBehind(other.finding, finding));
      const [next] = behind.sort((a, b) => (isBehind(a.finding, b.finding) ? 1 : -1));
      const item = shown(finding);
      list.insertBefore(item, next?.item ?? null);
      entries.set(finding.check, { finding, text, item });
    },
    /** The look has ended: what it did not find again goes. */
    end() {
      for (const check of [...entries.keys()]) if (!fresh.has(check)) remove(check);
    },
    clear() {
      for (const check of [...entries.keys()]) remove(check);
    },
  };
}
