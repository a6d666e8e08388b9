import type { ActionExecution, Execution } from '../account/executions.ts';
import type { ObjectVersion } from '../account/s3.ts';

/** One execution that deployed: who approved it, and the version of the page that its deploy action wrote. */
export interface Deployment {
  execution: Execution;
  /** The commit that the source action fetched. */
  commit: string | undefined;
  source: ActionExecution | undefined;
  /** The manual approval of the same execution that ended before its deploy action began. */
  approval: ActionExecution | undefined;
  deploy: ActionExecution;
  object: ObjectVersion | undefined;
}

const succeeded = (actionExecution: ActionExecution) => actionExecution.status === 'Succeeded';

/** The last matching run that succeeded: a retry runs an action again. */
function lastSucceeded(
  actionExecutions: ActionExecution[],
  matches: (actionExecution: ActionExecution) => boolean,
): ActionExecution | undefined {
  return actionExecutions
    .filter((actionExecution) => succeeded(actionExecution) && matches(actionExecution))
    .sort((a, b) => b.started - a.started)[0];
}

const wholeSecond = (time: number) => Math.floor(time / 1000) * 1000;

/**
 * Whether a deploy action can have written this version. S3 reports whole seconds, so the window starts with the
 * second in which the action started, and ends a second late.
 */
export function isInDeployWindow(
  { started, updated }: ActionExecution,
  { modified, isDeleteMarker: marker }: ObjectVersion,
): boolean {
  return !marker && modified >= wholeSecond(started) && modified <= wholeSecond(updated) + 1000;
}

/**
 * Gives each deployment the version that it wrote; both lists are newest first. Within one second only the order
 * distinguishes versions. If there are too few, the oldest deployments get none: their versions were deleted. If
 * there are too many, each deployment gets the oldest that fits: the pipeline did not write the later ones.
 */
function assign(deployments: Deployment[], versions: ObjectVersion[]): void {
  const taken = new Set<ObjectVersion>();
  const assignVersion = ({ deploy }: Deployment, from: ObjectVersion[]) => {
    const found = from.find((version) => !taken.has(version) && isInDeployWindow(deploy, version));
    if (found !== undefined) taken.add(found);
    return found;
  };
  const matched = deployments.filter((deployment) => assignVersion(deployment, versions) !== undefined);
  taken.clear();
  const oldestFirst = [...versions].reverse();
  for (const deployment of matched.reverse()) deployment.object = assignVersion(deployment, oldestFirst);
}

/** Returns the deployments to the bucket, newest first. `versions` are those of the page, newest first. */
export function deploymentsOf(
  executions: Execution[],
  actionExecutions: ActionExecution[],
  bucket: string,
  versions: ObjectVersion[],
): Deployment[] {
  const found: Deployment[] = [];
  for (const execution of executions) {
    const executionRuns = actionExecutions.filter(
      (actionExecution) => actionExecution.execution === execution.id,
    );
    const deploy = lastSucceeded(
      executionRuns,
      (actionExecution) =>
        actionExecution.category === 'Deploy' &&
        actionExecution.provider === 'S3' &&
        actionExecution.configuration.BucketName === bucket,
    );
    if (deploy === undefined) continue;
    const source = lastSucceeded(executionRuns, (actionExecution) => actionExecution.category === 'Source');
    const approval = lastSucceeded(
      executionRuns,
      (actionExecution) =>
        actionExecution.category === 'Approval' &&
        actionExecution.provider === 'Manual' &&
        // It started before the deploy and ended by then, within the second that the service takes to record it.
        actionExecution.started <= deploy.started &&
        actionExecution.updated <= deploy.started + 1000,
    );
    const commit = source?.variables.CommitId ?? execution.revisions[0];
    found.push({ execution, commit, source, approval, deploy, object: undefined });
  }
  found.sort((a, b) => b.deploy.started - a.deploy.started);
  assign(found, versions);
  return found;
}
