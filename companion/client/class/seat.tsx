import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SeatFindings } from '../../server/class/ports.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { post } from '../api.ts';
import { findingItem } from '../finding-item.ts';
import { agoText, verdictLabels } from './words.ts';

type SeatStep = SeatFindings['steps'][number];

/** One seat, opened: what its own checker would say, step by step; asked for anew in every round, whose time is `now`. */
export function SeatDialog({ seat, now, onClose }: { seat: string; now: number; onClose(): void }) {
  const [found, setFound] = useState<SeatFindings>();
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    let isStale = false;
    async function load(): Promise<void> {
      try {
        const next = (await (await post('/api/class/seat', { seat })).json()) as SeatFindings;
        if (isStale) return;
        // A round that could not look takes away nothing that somebody reads: its trouble stands above it.
        setFound((before) => ({
          ...next,
          steps: next.steps.length > 0 ? next.steps : (before?.steps ?? []),
        }));
        setTrouble('');
      } catch (error) {
        if (!isStale) setTrouble(error instanceof Error ? error.message : String(error));
      }
    }
    void load();
    return () => {
      isStale = true;
    };
  }, [seat, now]);
  return (
    <Dialog title={`Seat ${seat}`} onClose={onClose} closeLabel="Close" isWide isRead>
      {found === undefined ? null : <p class="class-time">{lookedText(found, now)}</p>}
      {trouble === '' ? null : <p class="class-trouble">? {trouble}</p>}
      {found?.trouble === undefined ? null : <p class="class-trouble">? {found.trouble}</p>}
      {found?.steps.map((step) => (
        <Step key={step.id} of={step} />
      ))}
    </Dialog>
  );
}

const lookedText = ({ lookedAt }: SeatFindings, now: number): string =>
  lookedAt === undefined
    ? 'Never looked at.'
    : `Looked at ${new Date(lookedAt).toLocaleTimeString()}, ${agoText(lookedAt, now)}`;

/** What has not passed opens by itself; no round closes what is open. */
function Step({ of: { id, name, title, verdict, findings } }: { of: SeatStep }) {
  const isOpen = useRef(false);
  isOpen.current ||= verdict !== 'pass';
  return (
    <details open={isOpen.current}>
      <summary>
        <span aria-hidden="true">{verdictLabels[verdict]?.mark}</span> {id.replace('step-', '')} {name}:{' '}
        {title} ({verdictLabels[verdict]?.word})
      </summary>
      <ul class="findings">
        {findings.map((finding) => (
          <FindingItem key={finding.check} of={finding} />
        ))}
      </ul>
    </details>
  );
}

/** A finding as a step's page shows it; drawn anew only when it says something else, with the focus where it was. */
function FindingItem({ of }: { of: SeatStep['findings'][number] }) {
  const itemRef = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const item = itemRef.current;
    if (item === null) return;
    const focusable = () => [...item.querySelectorAll<HTMLElement>('a, button')];
    const focusedIndex = focusable().indexOf(document.activeElement as HTMLElement);
    const rendered = findingItem(of);
    item.className = rendered.className;
    item.replaceChildren(...rendered.childNodes);
    if (focusedIndex === -1) return;
    const next = focusable()[focusedIndex] ?? item.closest('details')?.querySelector('summary');
    next?.focus({ preventScroll: true });
  }, [JSON.stringify(of)]);
  return <li ref={itemRef} />;
}
