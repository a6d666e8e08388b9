import { useState } from 'preact/hooks';
import { Status, Timestamp } from '../../../../companion/ui/status.tsx';
import { urlTo } from '../../router.ts';
import { type Action, type ActionState, providerLabel, statusOf } from '../api-types.ts';
import { commitMessage } from '../pipelines.tsx';
import { ActionDetails } from './details.tsx';
import { ReviewDialog } from './review-dialog.tsx';

interface Props {
  pipeline: string;
  stage: string;
  action: Action;
  state: ActionState | undefined;
  /** The latest execution of the stage. */
  execution: string | undefined;
  onDone(): Promise<void>;
}

/** One action: its provider, its status and since when, its revision, and its buttons. */
export function ActionView({ pipeline, stage, action, state, execution, onDone }: Props) {
  const [dialog, setDialog] = useState<'review' | 'details'>();
  const latest = state?.latestExecution;
  const isWaitingForApproval = latest?.token !== undefined && latest.status === 'InProgress';
  const { kind, label } = statusOf(latest?.status);
  const isApproval = action.actionTypeId.category === 'Approval';
  const closeDialog = () => setDialog(undefined);
  return (
    <section class="action" aria-label={`Action ${action.name}`}>
      <div class="action-head">
        <h3>{action.name}</h3>
        <span class="hint">{providerLabel(action.actionTypeId)}</span>
      </div>
      <p class="action-state">
        <Status kind={isWaitingForApproval ? 'waiting' : kind}>
          {isWaitingForApproval ? 'Waiting for approval' : label}
        </Status>
        {latest?.lastStatusChange === undefined ? null : (
          <span class="hint">
            since <Timestamp time={latest.lastStatusChange} />
          </span>
        )}
      </p>
      <ActionTarget action={action} />
      {state?.currentRevision === undefined ? null : (
        <p class="revision">
          <code>{state.currentRevision.revisionId.slice(0, 8)}</code>{' '}
          {isApproval ? '' : commitMessage(latest?.summary)}
        </p>
      )}
      {isApproval && latest?.summary !== undefined ? <p class="revision">“{latest.summary}”</p> : null}
      <div class="actions">
        {isWaitingForApproval ? (
          <button type="button" class="primary" onClick={() => setDialog('review')}>
            Review
          </button>
        ) : null}
        {latest === undefined ? null : (
          <button type="button" class="plain" onClick={() => setDialog('details')}>
            View details<span class="unseen"> of {action.name}</span>
          </button>
        )}
      </div>
      {dialog === 'review' ? (
        <ReviewDialog
          {...{ pipeline, stage, onDone }}
          action={action.name}
          token={latest?.token ?? ''}
          onClose={closeDialog}
        />
      ) : null}
      {dialog === 'details' ? (
        <ActionDetails
          {...{ pipeline, stage, action, execution }}
          latest={latest}
          revision={state?.currentRevision?.revisionId}
          onClose={closeDialog}
        />
      ) : null}
    </section>
  );
}

/** What an action works on: the repository and its branch, or a link to the bucket. */
function ActionTarget({ action: { configuration = {} } }: { action: Action }) {
  const { FullRepositoryId, BranchName, BucketName } = configuration;
  if (FullRepositoryId !== undefined)
    return (
      <p class="hint">
        {FullRepositoryId}, branch {BranchName}
      </p>
    );
  if (BucketName === undefined) return null;
  return (
    <p class="hint">
      <a href={urlTo('s3', 'buckets', BucketName)}>{BucketName}</a>
    </p>
  );
}
