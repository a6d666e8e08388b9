import { useEffect, useRef, useState } from 'preact/hooks';
import { type StageState, statusOf } from '../api-types.ts';

/** Says to whoever can't see the page which stage has come to another state, and nothing while all stays as it is. */
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
