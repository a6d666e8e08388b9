import type { Fact } from '../facts/fact.ts';
import type { Deployment, FactValues, ObjectVersion, PageContent } from '../facts/values.ts';
import { cannotTell, fail, type Judgement, pass } from './finding.ts';
import { type Place, release } from './progress.ts';
import { moment, short } from './words.ts';

/** What the proof rests on: read, downloaded and hashed; a claim is never taken for a proof. */
export interface Evidence {
  bucket: string;
  repository: string | undefined;
  branch: string;
  versions: ObjectVersion[] | undefined;
  live: Deployment | undefined;
  livePage: PageContent | undefined;
  /** As it is: why it is absent tells what to do. */
  artifact: Fact<PageContent>;
  commitPage: PageContent | undefined;
}

/** The facts behind `Evidence`, for a check's `maybe`. */
export const evidenceFacts = ['versions', 'liveDeployment', 'livePage', 'commitPage'] as const;

/** And for its `peeks`. */
export const evidencePeeks = ['artifactPage'] as const;

type EvidenceValues = { [K in (typeof evidenceFacts)[number]]: FactValues[K] | undefined } & {
  artifactPage: Fact<PageContent>;
};

export function evidenceOf(
  { versions, liveDeployment, livePage, artifactPage: artifact, commitPage }: EvidenceValues,
  bucket: string,
  { repository, branch }: { repository?: string; branch: string },
): Evidence {
  return { bucket, repository, branch, versions, live: liveDeployment, livePage, artifact, commitPage };
}

const expected = 'the live index.html is the one that an approved execution deployed';

/** The chain from commit to object, one link a line. */
function chain(evidence: Evidence, live: Deployment, hash: string): string[] {
  const { execution, commit, approval, deploy, object } = live;
  const said = approval?.summary ? `, saying "${approval.summary}"` : '';
  const artifact = deploy.inputs[0];
  return [
    `commit ${short(commit)} of ${evidence.repository ?? '?'}, branch ${evidence.branch}: index.html has sha256 ${hash.slice(0, 16)}`,
    `execution ${execution.id} took that commit (${execution.trigger}, ${moment(execution.started)})`,
    `its artifact s3://${artifact?.bucket ?? '?'}/${artifact?.key ?? '?'} holds the same index.html`,
    `approved by ${approval?.by ?? '?'} at ${moment(approval?.updated ?? 0)}${said}`,
    `its deploy action (${moment(deploy.started)} to ${moment(deploy.updated)}) wrote version ${object?.versionId ?? '?'} of s3://${evidence.bucket}/index.html at ${moment(object?.modified ?? 0)}: the same bytes, and live now`,
  ];
}

/** Why there is no page in the artifact of a deployment: the code says how its absence was seen. */
function withoutArtifact({ deploy }: Deployment, code: string): string {
  const at = deploy.inputs[0];
  const address = `s3://${at?.bucket ?? '?'}/${at?.key ?? '?'}`;
  if (code === 'NotAZip') return `the artifact ${address} is no zip (any more)`;
  if (code === 'NotInArtifact') return `the artifact ${address} holds no index.html at its root`;
  if (at === undefined) return 'the deploy action names no input artifact';
  return `the artifact ${address} is gone (${code}): a lifecycle rule or somebody removed it`;
}

/** Ties commit, execution, artifact, approval and live object together, or says which link does not hold. */
export function prove(evidence: Evidence, place: Place): Judgement {
  const { bucket, live, livePage, artifact, commitPage, versions = [] } = evidence;
  const again = `Release the change once more, and approve it: ${release(place)}`;
  const now = versions.find(({ latest }) => latest);
  if (now === undefined || now.marker) {
    const found = now === undefined ? 'was never written' : `was deleted at ${moment(now.modified)}`;
    return fail(expected, `index.html in ${bucket} ${found}`, again, 'object-missing');
  }
  if (live === undefined) {
    return fail(
      expected,
      `the live index.html (version ${now.versionId}) was written at ${moment(now.modified)}, by no deploy action of the pipeline`,
      again,
      'object-by-hand',
    );
  }
  const at = `execution ${short(live.execution.id)}`;
  if (live.approval === undefined) {
    return fail(
      expected,
      `the live index.html was deployed by ${at}, without an approval`,
      again,
      'deployed-unapproved',
    );
  }
  if (artifact.state === 'unknown') return cannotTell(expected, artifact.trouble);
  if (artifact.state === 'absent')
    return fail(
      expected,
      `${withoutArtifact(live, artifact.code)}, so that nothing proves what ${at} deployed`,
      again,
      'object-not-artifact',
    );
  const artifactPage = artifact.value;
  if (livePage === undefined)
    return fail(
      expected,
      `version ${now.versionId} of index.html was deleted while it was looked at`,
      again,
      'object-missing',
    );
  if (artifactPage.sha256 !== livePage.sha256) {
    return fail(
      expected,
      `the live index.html differs from the one in the artifact of ${at}`,
      again,
      'object-not-artifact',
    );
  }
  if (evidence.repository === undefined) {
    return fail(
      expected,
      `no repository is set: commit ${short(live.commit)}, which ${at} deployed, has nothing to be compared with`,
      `npx lab init --repository ${live.source?.configuration.FullRepositoryId ?? 'OWNER/NAME'}`,
      'repository-missing',
    );
  }
  if (commitPage === undefined) {
    return fail(
      expected,
      `commit ${short(live.commit)}, which ${at} deployed, is not in branch ${evidence.branch} of ${evidence.repository}, or has no index.html`,
      again,
      'artifact-not-commit',
    );
  }
  if (commitPage.sha256 !== artifactPage.sha256) {
    return fail(
      expected,
      `the index.html in the artifact of ${at} differs from the one in commit ${short(live.commit)}`,
      again,
      'artifact-not-commit',
    );
  }
  const judged = pass(
    expected,
    `commit ${short(live.commit)} → ${at} → version ${now.versionId}, all the same bytes`,
  );
  return { ...judged, proof: chain(evidence, live, livePage.sha256) };
}
