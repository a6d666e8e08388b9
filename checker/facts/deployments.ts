import type { ActionRun, Execution } from '../account/executions.ts';
import type { ObjectVersion } from '../account/s3.ts';

/** One execution that deployed: who approved it, and the version of the page that its deploy action wrote. */
export interface Deployment {
  execution: Execution;
  /** The commit that the source action took. */
  commit: string | undefined;
  source: ActionRun | undefined;
  /** The manual approval of the same execution that ended before its deploy action began. */
  approval: ActionRun | undefined;
  deploy: ActionRun;
  object: ObjectVersion | undefined;
}

const succeeded = (run: ActionRun) => run.status === 'Succeeded';

/** Of an action that a retry ran again, the last run that succeeded counts. */
function last(runs: ActionRun[], fits: (run: ActionRun) => boolean): ActionRun | undefined {
  return runs.filter((run) => succeeded(run) && fits(run)).sort((a, b) => b.started - a.started)[0];
}

const wholeSecond = (time: number) => Math.floor(time / 1000) * 1000;

/**
 * Whether a deploy action may have written this version. S3 tells whole seconds, so the window begins with the
 * second in which the action began, and ends a second late.
 */
export function mayHaveWritten(
  { started, updated }: ActionRun,
  { modified, marker }: ObjectVersion,
): boolean {
  return !marker && modified >= wholeSecond(started) && modified <= wholeSecond(updated) + 1000;
}

/**
 * Gives each deployment the version that it wrote; both newest first. Within one second the order is all there
 * is to go by: where there are too few versions the oldest deployments go without (theirs were deleted), and
 * where there are too many each takes the oldest that it can (what came after was not the pipeline's).
 */
function assign(deployments: Deployment[], versions: ObjectVersion[]): void {
  const taken = new Set<ObjectVersion>();
  const take = ({ deploy }: Deployment, from: ObjectVersion[]) => {
    const found = from.find((version) => !taken.has(version) && mayHaveWritten(deploy, version));
    if (found !== undefined) taken.add(found);
    return found;
  };
  const provided = deployments.filter((deployment) => take(deployment, versions) !== undefined);
  taken.clear();
  const oldestFirst = [...versions].reverse();
  for (const deployment of provided.reverse()) deployment.object = take(deployment, oldestFirst);
}

/** What was deployed to the bucket, newest first. `versions` are those of the page, newest first. */
export function deploymentsOf(
  executions: Execution[],
  runs: ActionRun[],
  bucket: string,
  versions: ObjectVersion[],
): Deployment[] {
  const found: Deployment[] = [];
  for (const execution of executions) {
    const own = runs.filter((run) => run.execution === execution.id);
    const deploy = last(
      own,
      (run) => run.category === 'Deploy' && run.provider === 'S3' && run.configuration.BucketName === bucket,
    );
    if (deploy === undefined) continue;
    const source = last(own, (run) => run.category === 'Source');
    const approval = last(
      own,
      (run) =>
        run.category === 'Approval' &&
        run.provider === 'Manual' &&
        // Begun before the deploy and ended by then, give or take what the service takes to note it.
        run.started <= deploy.started &&
        run.updated <= deploy.started + 1000,
    );
    const commit = source?.variables.CommitId ?? execution.revisions[0];
    found.push({ execution, commit, source, approval, deploy, object: undefined });
  }
  found.sort((a, b) => b.deploy.started - a.deploy.started);
  assign(found, versions);
  return found;
}
