import type { ComponentChildren } from 'preact';
import { DescriptionList } from '../../../../companion/ui/description-list.tsx';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { type Action, type ActionState, callerName, providerLabel, statusOf } from '../api-types.ts';
import { commitMessage } from '../pipelines.tsx';

/** *View details*: everything that the service reports about an action's latest execution. */
export function ActionDetails(props: {
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
    ['Status', statusOf(latest?.status).label],
    ['Last changed', <Timestamp key="time" time={latest?.lastStatusChange} />],
    ['Provider', providerLabel(action.actionTypeId)],
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
      <DescriptionList items={rows.filter(([, value]) => value !== undefined && value !== '')} />
    </Dialog>
  );
}
