import { AsyncButton, type AsyncButtonProps } from '../../../companion/ui/async-button.tsx';
import { type Aws, runUserAction } from '../aws.ts';

interface AwsButtonProps extends Omit<AsyncButtonProps, 'run'> {
  /** The title of its calls in the call log; the button's label when left out. */
  title?: string;
  run(aws: Aws): Promise<void>;
}

/** A button that calls AWS. The banner shows AWS's error. */
export function AwsButton({ title, run, ...button }: AwsButtonProps) {
  return <AsyncButton {...button} run={() => runUserAction(title ?? button.label, run)} />;
}
