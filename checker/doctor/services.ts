import type { Calls } from '../account/calls.ts';
import { pipelineNames } from '../account/codepipeline.ts';
import { connections } from '../account/connections.ts';
import type { Fact } from '../account/fact.ts';
import { bucketNames } from '../account/s3.ts';
import type { Lab } from '../lab/lab.ts';
import { type Finding, fail, type Judgement, pass, undetermined } from '../steps/finding.ts';
import { finding } from './section.ts';

const services = [
  { id: 's3', name: 'Amazon S3', step: 'bucket', list: bucketNames },
  { id: 'codeconnections', name: 'CodeConnections', step: 'connection', list: connections },
  { id: 'codepipeline', name: 'CodePipeline', step: 'pipeline', list: pipelineNames },
] as const;

function judge(name: string, region: string, response: Fact<unknown>): Judgement {
  const expected = `${name} answers in ${region}`;
  if (response.state !== 'unknown') return pass(expected, 'it answers');
  const { error: callError } = response;
  // The service exists but denies the call; the permission findings report that.
  if (callError.cause === 'denied') return pass(expected, `it answers (${callError.operation} is denied)`);
  // STS was reached, but this host name does not resolve: the service has no endpoint in the region.
  if (callError.code === 'ENOTFOUND')
    return fail(
      expected,
      `there is no such address (${callError.message})`,
      `Choose a region that has it: https://docs.aws.amazon.com/general/latest/gr/${name === 'CodePipeline' ? 'codepipeline' : 'codestar_connections'}.html, then npx lab init --region REGION`,
    );
  return undetermined(expected, callError);
}

/** Whether the lab's services are available in its region. */
export function serviceFindings(calls: Calls, { region }: Lab): Promise<Finding[]> {
  return Promise.all(
    services.map(async ({ id, name, step, list }) =>
      finding(
        {
          id: `service.${id}`,
          step,
          title: `${name} is there`,
          why: 'Not every region has every service, and all of the lab is in one region.',
        },
        judge(name, region, await list(calls)),
      ),
    ),
  );
}
