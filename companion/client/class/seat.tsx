import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { SeatFindings } from '../../server/class/door.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ask } from '../ask.ts';
import { shown } from '../findings.ts';
import { agoText, seen } from './words.ts';

type SeatStep = SeatFindings['steps'][number];

/** One seat, opened: what its own checker would say, step by step; asked for anew in every round, whose time is `now`. */
export function SeatDialog({ seat, now, onClose }: { seat: string; now: number; onClose(): void }) {
  const [found, setFound] = useState<SeatFindings>();
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    let isPast = false;
    async function look(): Promise<void> {
      try {
        const next = (await (await ask('/api/class/seat', { seat })).json()) as SeatFindings;
        if (isPast) return;
        // A round that could not look takes away nothing that somebody reads: its trouble stands above it.
        setFound((before) => ({
          ...next,
          steps: next.steps.length > 0 ? next.steps : (before?.steps ?? []),
        }));
        setTrouble('');
      } catch (error) {
        if (!isPast) setTrouble(error instanceof Error ? error.message : String(error));
      }
    }
    void look();
    return () => {
      isPast = true;
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
  const opens = useRef(false);
  opens.current ||= verdict !== 'pass';
  return (
    <details open={opens.current}>
      <summary>
        <span aria-hidden="true">{seen[verdict]?.mark}</span> {id.replace('step-', '')} {name}: {title} (
        {seen[verdict]?.word})
      </summary>
      <ul class="findings">
        {findings.map((finding) => (
          <Shown key={finding.check} of={finding} />
        ))}
      </ul>
    </details>
  );
}

/** A finding as a step's page shows it; drawn anew only when it says something else, with the focus where it was. */
function Shown({ of }: { of: SeatStep['findings'][number] }) {
  const place = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const item = place.current;
    if (item === null) return;
    const takers = () => [...item.querySelectorAll<HTMLElement>('a, button')];
    const held = takers().indexOf(document.activeElement as HTMLElement);
    const made = shown(of);
    item.className = made.className;
    item.replaceChildren(...made.childNodes);
    if (held === -1) return;
    const next = takers()[held] ?? item.closest('details')?.querySelector('summary');
    next?.focus({ preventScroll: true });
  }, [JSON.stringify(of)]);
  return <li ref={place} />;
}
