import { useEffect, useRef, useState } from 'preact/hooks';
import type { SeatFindings } from '../../class/door.ts';
import { ask } from '../companion/ask.ts';
import { shown } from '../companion/findings.ts';
import { Dialog } from '../console/ui/dialog.tsx';
import { seen } from './words.ts';

/** One seat, opened: what its own checker would say, step by step. */
export function SeatDialog({ seat, onClose }: { seat: string; onClose(): void }) {
  const [found, setFound] = useState<SeatFindings>();
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    ask('/api/class/seat', { seat })
      .then(async (answer) => setFound((await answer.json()) as SeatFindings))
      .catch((error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)));
  }, [seat]);
  return (
    <Dialog title={`Seat ${seat}`} onClose={onClose} closeLabel="Close" isWide>
      {trouble === '' ? null : <p class="class-trouble">? {trouble}</p>}
      {found?.trouble === undefined ? null : <p class="class-trouble">? {found.trouble}</p>}
      {found?.steps.map(({ id, name, title, verdict, findings }) => (
        <details key={id} open={verdict !== 'pass'}>
          <summary>
            <span aria-hidden="true">{seen[verdict]?.mark}</span> {id.replace('step-', '')} {name}: {title} (
            {seen[verdict]?.word})
          </summary>
          <Findings of={findings} />
        </details>
      ))}
    </Dialog>
  );
}

/** Findings as a step's page shows them. */
function Findings({ of }: { of: SeatFindings['steps'][number]['findings'] }) {
  const place = useRef<HTMLUListElement>(null);
  useEffect(() => place.current?.replaceChildren(...of.map(shown)), [of]);
  return <ul class="findings" ref={place} />;
}
