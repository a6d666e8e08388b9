import type { ActionRun, Execution } from '../executions.ts';
import type { ObjectVersion } from '../s3.ts';

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
 * The version that a deploy action wrote: the oldest one of its window that no earlier deploy wrote. S3 tells
 * whole seconds, so the window begins with the second in which the action began, and ends a second late.
 */
function written(
  deploy: ActionRun,
  versions: ObjectVersion[],
  taken: Set<string>,
): ObjectVersion | undefined {
  return [...versions]
    .reverse()
    .find(
      ({ versionId, modified, marker }) =>
        !marker &&
        !taken.has(versionId) &&
        modified >= wholeSecond(deploy.started) &&
        modified <= wholeSecond(deploy.updated) + 1000,
    );
}

/** What was deployed to the bucket, newest first. `versions` are those of the page, newest first. */
export function deploymentsOf(
  executions: Execution[],
  runs: ActionRun[],
  bucket: string,
  versions: ObjectVersion[],
): Deployment[] {
  const taken = new Set<string>();
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
        run.category === 'Approval' && run.provider === 'Manual' && run.updated <= deploy.started + 1000,
    );
    const commit = source?.variables.CommitId ?? execution.revisions[0];
    found.push({ execution, commit, source, approval, deploy, object: undefined });
  }
  found.sort((a, b) => a.deploy.started - b.deploy.started);
  for (const deployment of found) {
    deployment.object = written(deployment.deploy, versions, taken);
    if (deployment.object !== undefined) taken.add(deployment.object.versionId);
  }
  return found.reverse();
}
