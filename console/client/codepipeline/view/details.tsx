import type { ComponentChildren } from 'preact';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { Facts } from '../../../../companion/ui/facts.tsx';
import { When } from '../../../../companion/ui/status.tsx';
import { commitMessage } from '../pipelines.tsx';
import { type Action, type ActionState, callerName, providerName, statusOf } from '../shapes.ts';

/** *View details*: all that the service says of an action's newest execution. */
export function Details(props: {
  pipeline: string;
  stage: string;
  action: Action;
  execution: string | undefined;
  latest: ActionState['latestExecution'];
  revision: string | undefined;
  onClose(): void;
}) {
  const { action, latest, revision, execution, onClose } = props;
  const error = latest?.errorDetails;
  const rows: [string, ComponentChildren][] = [
    ['Status', statusOf(latest?.status).words],
    ['Last changed', <When key="time" time={latest?.lastStatusChange} />],
    ['Provider', providerName(action.actionTypeId)],
    ['Summary', commitMessage(latest?.summary)],
    ['Changed by', latest?.lastUpdatedBy === undefined ? undefined : callerName(latest.lastUpdatedBy)],
    ['Revision', revision],
    ['External execution ID', latest?.externalExecutionId],
    ['Action execution ID', latest?.actionExecutionId],
    ['Pipeline execution ID', execution],
    ...Object.entries(action.configuration ?? {}),
  ];
  return (
    <Dialog title={`${action.name}: details`} onClose={onClose} closeLabel="Done" isWide isRead>
      {error === undefined ? null : (
        <div class="failure">
          <p>
            <strong>{error.code}</strong>
          </p>
          <p>{error.message}</p>
        </div>
      )}
      <Facts facts={rows.filter(([, value]) => value !== undefined && value !== '')} />
    </Dialog>
  );
}
