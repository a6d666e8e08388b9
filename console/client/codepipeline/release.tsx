import { Dialog } from '../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { AwsButton } from '../ui/aws-button.tsx';

/** *Release change*: runs the newest revision of each source through the pipeline. */
export function ReleaseChange({ name, onClose }: { name: string; onClose(): void }) {
  return (
    <Dialog
      title={`Release change: ${name}`}
      onClose={onClose}
      actions={
        <AwsButton
          label="Release"
          title={`Release change: ${name}`}
          run={async (aws) => {
            try {
              const { pipelineExecutionId } = await aws('codepipeline', 'start-pipeline-execution', { name });
              showSuccess(
                `The most recent change runs through ${name} again: execution ${pipelineExecutionId}.`,
              );
            } finally {
              onClose();
            }
          }}
        />
      }
    >
      <p>
        Releasing a change takes the newest revision of each source and runs it through the pipeline, whether
        it is new or not.
      </p>
    </Dialog>
  );
}
