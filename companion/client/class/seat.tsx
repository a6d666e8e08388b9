import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SeatFindings } from '../../server/class/ports.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { post } from '../api.ts';
import { findingItem } from '../finding-item.ts';
import { agoText, verdictLabels } from './words.ts';

type SeatStep = SeatFindings['steps'][number];

/** The findings of one seat, as its own checker would report them. Each poll, whose time is `now`, loads them again. */
export function SeatDialog({ seat, now, onClose }: { seat: string; now: number; onClose(): void }) {
  const [found, setFound] = useState<SeatFindings>();
  const [loadError, setLoadError] = useState('');
  useEffect(() => {
    let isStale = false;
    async function load(): Promise<void> {
      try {
        const next = (await (await post('/api/class/seat', { seat })).json()) as SeatFindings;
        if (isStale) return;
        // When a poll could not check the seat, the earlier steps stay, with the poll's error above them.
        setFound((previous) => ({
          ...next,
          steps: next.steps.length > 0 ? next.steps : (previous?.steps ?? []),
        }));
        setLoadError('');
      } catch (error) {
        if (!isStale) setLoadError(error instanceof Error ? error.message : String(error));
      }
    }
    void load();
    return () => {
      isStale = true;
    };
  }, [seat, now]);
  return (
    <Dialog title={`Seat ${seat}`} onClose={onClose} closeLabel="Close" isWide isRead>
      {found === undefined ? null : <p class="class-time">{lastCheckText(found, now)}</p>}
      {loadError === '' ? null : <p class="class-trouble">? {loadError}</p>}
      {found?.trouble === undefined ? null : <p class="class-trouble">? {found.trouble}</p>}
      {found?.steps.map((step) => (
        <Step key={step.id} of={step} />
      ))}
    </Dialog>
  );
}

const lastCheckText = ({ lookedAt }: SeatFindings, now: number): string =>
  lookedAt === undefined
    ? 'Never looked at.'
    : `Looked at ${new Date(lookedAt).toLocaleTimeString()}, ${agoText(lookedAt, now)}`;

/** A step that has not passed opens by itself. No poll closes an open step. */
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

/** A finding as a step's page shows it. It is rendered again only when its content changes, and keeps the focus. */
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
