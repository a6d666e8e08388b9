import { useState } from 'preact/hooks';
import { Status, When } from '../../../../companion/ui/status.tsx';
import { to } from '../../router.ts';
import { commitMessage } from '../pipelines.tsx';
import { type Action, type ActionState, providerName, statusOf } from '../shapes.ts';
import { Details } from './details.tsx';
import { Review } from './review.tsx';

interface Props {
  pipeline: string;
  stage: string;
  action: Action;
  state: ActionState | undefined;
  /** The execution that the stage is at. */
  execution: string | undefined;
  onDone(): Promise<void>;
}

/** One action: its provider, how it stands and since when, what it is of, and what can be done about it. */
export function ActionShown({ pipeline, stage, action, state, execution, onDone }: Props) {
  const [asks, setAsks] = useState<'review' | 'details'>();
  const latest = state?.latestExecution;
  const waits = latest?.token !== undefined && latest.status === 'InProgress';
  const { kind, words } = statusOf(latest?.status);
  const isApproval = action.actionTypeId.category === 'Approval';
  const close = () => setAsks(undefined);
  return (
    <section class="action" aria-label={`Action ${action.name}`}>
      <div class="action-head">
        <h3>{action.name}</h3>
        <span class="hint">{providerName(action.actionTypeId)}</span>
      </div>
      <p class="action-state">
        <Status kind={waits ? 'waiting' : kind}>{waits ? 'Waiting for approval' : words}</Status>
        {latest?.lastStatusChange === undefined ? null : (
          <span class="hint">
            since <When time={latest.lastStatusChange} />
          </span>
        )}
      </p>
      <Subject action={action} />
      {state?.currentRevision === undefined ? null : (
        <p class="revision">
          <code>{state.currentRevision.revisionId.slice(0, 8)}</code>{' '}
          {isApproval ? '' : commitMessage(latest?.summary)}
        </p>
      )}
      {isApproval && latest?.summary !== undefined ? <p class="revision">“{latest.summary}”</p> : null}
      <div class="actions">
        {waits ? (
          <button type="button" class="primary" onClick={() => setAsks('review')}>
            Review
          </button>
        ) : null}
        {latest === undefined ? null : (
          <button type="button" class="plain" onClick={() => setAsks('details')}>
            View details<span class="unseen"> of {action.name}</span>
          </button>
        )}
      </div>
      {asks === 'review' ? (
        <Review
          {...{ pipeline, stage, onDone }}
          action={action.name}
          token={latest?.token ?? ''}
          onClose={close}
        />
      ) : null}
      {asks === 'details' ? (
        <Details
          {...{ pipeline, stage, action, execution }}
          latest={latest}
          revision={state?.currentRevision?.revisionId}
          onClose={close}
        />
      ) : null}
    </section>
  );
}

/** What an action is about: the repository, or the bucket with a way to it. */
function Subject({ action: { configuration = {} } }: { action: Action }) {
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
      <a href={to('s3', 'buckets', BucketName)}>{BucketName}</a>
    </p>
  );
}
