import { Box } from '../../../../companion/ui/form.tsx';

/** *Add build stage* and *Add test stage*: the lab builds and tests nothing. */
export function SkippedStep({ stage }: { stage: string }) {
  return (
    <Box title={stage === 'build' ? 'Build - optional' : 'Test - optional'}>
      <p>
        AWS offers providers for a {stage} stage here, such as AWS CodeBuild. The practice account has none of
        them: the lab's page is deployed as it is committed.
      </p>
    </Box>
  );
}
