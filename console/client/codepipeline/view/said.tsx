import { useEffect, useRef, useState } from 'preact/hooks';
import { type StageState, statusOf } from '../shapes.ts';

/** Says to whoever can't see the page which stage has come to another state, and nothing while all stays as it is. */
export function Said({ stages }: { stages: readonly StageState[] }) {
  const before = useRef(new Map<string, string>());
  const [words, setWords] = useState('');
  useEffect(() => {
    const changes: string[] = [];
    for (const { stageName, latestExecution, actionStates } of stages) {
      const waits = actionStates.some(({ latestExecution: one }) => one?.token !== undefined);
      const now = waits ? 'waits for approval' : statusOf(latestExecution?.status).words;
      const was = before.current.get(stageName);
      if (was !== undefined && was !== now) changes.push(`${stageName}: ${now}`);
      before.current.set(stageName, now);
    }
    if (changes.length > 0) setWords(changes.join('. '));
  });
  return (
    <p class="unseen" role="status">
      {words}
    </p>
  );
}
