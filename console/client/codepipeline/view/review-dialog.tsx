import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { RadioGroup, TextArea } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Tabs } from '../../../../companion/ui/tabs.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { useLoaded } from '../../use-loaded.ts';
import type { ActionExecution } from '../api-types.ts';
import { commitMessage } from '../pipelines.tsx';

type Decision = 'Approved' | 'Rejected';

interface Props {
  pipeline: string;
  stage: string;
  action: string;
  token: string;
  onClose(): void;
  onDone(): Promise<void>;
}

/** *Review*: shows the revisions that wait for approval, and submits the decision with a comment. */
export function ReviewDialog({ pipeline, stage, action, token, onClose, onDone }: Props) {
  const [decision, setDecision] = useState<Decision | ''>('');
  const [comment, setComment] = useState('');
  async function submit(aws: Parameters<Parameters<typeof AwsButton>[0]['run']>[0]) {
    await aws('codepipeline', 'put-approval-result', {
      'pipeline-name': pipeline,
      'stage-name': stage,
      'action-name': action,
      // The service requires a summary, which can be empty.
      result: { summary: comment, status: decision },
      token,
    });
    showSuccess(decision === 'Approved' ? `${action} was approved.` : `${action} was rejected.`);
    onClose();
    await onDone();
  }
  return (
    <Dialog
      title="Review"
      onClose={onClose}
      isWide
      actions={
        <AwsButton label="Submit" title={`Review: ${action}`} disabled={decision === ''} run={submit} />
      }
    >
      <Tabs
        label="What is reviewed"
        tabs={[
          { name: 'Revisions', render: () => <Revisions {...{ pipeline, stage, action }} /> },
          {
            name: 'Details',
            render: () => (
              <p>
                Pipeline {pipeline}, stage {stage}, action {action}.
              </p>
            ),
          },
        ]}
      />
      <RadioGroup<Decision | ''>
        legend="Decision"
        value={decision}
        onValue={setDecision}
        choices={[
          { value: 'Approved', label: 'Approve', hint: 'The execution goes on to the next stage.' },
          { value: 'Rejected', label: 'Reject', hint: 'The stage fails, and nothing behind it runs.' },
        ]}
      />
      <TextArea
        label="Comments"
        hint="Why you decide so. It is kept in the execution's history, with your name."
        value={comment}
        onValue={setComment}
      />
    </Dialog>
  );
}

/** The revisions of the execution that waits for approval. */
function Revisions({ pipeline, stage, action }: Pick<Props, 'pipeline' | 'stage' | 'action'>) {
  const revisions = useLoaded(
    `Review: ${action}`,
    async (aws) => {
      const { actionExecutionDetails = [] } = await aws<{ actionExecutionDetails?: ActionExecution[] }>(
        'codepipeline',
        'list-action-executions',
        { 'pipeline-name': pipeline },
      );
      const waiting = actionExecutionDetails.find(
        (one) => one.stageName === stage && one.actionName === action && one.status === 'InProgress',
      );
      if (waiting === undefined) return [];
      const { pipelineExecution } = await aws<{
        pipelineExecution: {
          artifactRevisions?: { name?: string; revisionId?: string; revisionSummary?: string }[];
        };
      }>('codepipeline', 'get-pipeline-execution', {
        'pipeline-name': pipeline,
        'pipeline-execution-id': waiting.pipelineExecutionId,
      });
      return pipelineExecution.artifactRevisions ?? [];
    },
    [pipeline, stage, action],
  );
  return (
    <WhenLoaded of={revisions}>
      {(rows) =>
        rows.length === 0 ? (
          <p class="empty">No revision is known.</p>
        ) : (
          rows.map(({ name = '', revisionId = '', revisionSummary }) => (
            <p class="revision" key={name}>
              {name}: <code>{revisionId.slice(0, 8)}</code> {commitMessage(revisionSummary)}
            </p>
          ))
        )
      }
    </WhenLoaded>
  );
}
