import { useEffect, useRef, useState } from 'preact/hooks';
import { type StageState, statusOf } from '../api-types.ts';

/** Announces to screen readers which stages have changed their status, and nothing while no status changes. */
export function StageAnnouncer({ stages }: { stages: readonly StageState[] }) {
  const previousStates = useRef(new Map<string, string>());
  const [announcement, setAnnouncement] = useState('');
  useEffect(() => {
    const changes: string[] = [];
    for (const { stageName, latestExecution, actionStates } of stages) {
      const isWaitingForApproval = actionStates.some(({ latestExecution: one }) => one?.token !== undefined);
      const state = isWaitingForApproval ? 'waits for approval' : statusOf(latestExecution?.status).label;
      const previous = previousStates.current.get(stageName);
      if (previous !== undefined && previous !== state) changes.push(`${stageName}: ${state}`);
      previousStates.current.set(stageName, state);
    }
    if (changes.length > 0) setAnnouncement(changes.join('. '));
  });
  return (
    <p class="unseen" role="status">
      {announcement}
    </p>
  );
}
