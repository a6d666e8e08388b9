import type { Fact } from '../facts/fact.ts';
import type { FactValues } from '../facts/facts.ts';
import type { Deployment, ObjectVersion, PageContent } from '../facts/values.ts';
import type { JudgeInputs } from './check.ts';
import { fail, type Judgement, pass, undetermined } from './finding.ts';
import { formatTime, shortId } from './format.ts';
import type { Instructions } from './instructions.ts';
import { type PipelineInfo, release } from './progress.ts';

/** The inputs of the proof. All of them are read, downloaded and hashed; a pipeline's status alone proves nothing. */
export interface ProofInputs {
  bucket: string;
  repository: string | undefined;
  branch: string;
  instructions: Instructions;
  versions: ObjectVersion[] | undefined;
  live: Deployment | undefined;
  livePage: PageContent | undefined;
  /** The fact itself, because its absence code decides the message. */
  artifact: Fact<PageContent>;
  commitPage: PageContent | undefined;
}

/** The facts behind `ProofInputs` for a check's `optional`. */
export const proofFacts = ['versions', 'liveDeployment', 'livePage', 'commitPage'] as const;

/** The facts behind `ProofInputs` for a check's `raw`. */
export const proofRawFacts = ['artifactPage'] as const;

type ProofValues = { [K in (typeof proofFacts)[number]]: FactValues[K] | undefined } & {
  artifactPage: Fact<PageContent>;
};

export function proofInputs(
  { versions, liveDeployment, livePage, artifactPage: artifact, commitPage }: ProofValues,
  bucket: string,
  { lab: { repository, branch }, instructions }: Pick<JudgeInputs, 'lab' | 'instructions'>,
): ProofInputs {
  return {
    bucket,
    repository,
    branch,
    instructions,
    versions,
    live: liveDeployment,
    livePage,
    artifact,
    commitPage,
  };
}

const expected = 'the live index.html is the one that an approved execution deployed';

/** The chain from commit to object, one link a line. */
function chain(inputs: ProofInputs, live: Deployment, hash: string): string[] {
  const { execution, commit, approval, deploy, object } = live;
  const comment = approval?.summary ? `, saying "${approval.summary}"` : '';
  const artifact = deploy.inputs[0];
  return [
    `commit ${shortId(commit)} of ${inputs.repository ?? '?'}, branch ${inputs.branch}: index.html has sha256 ${hash.slice(0, 16)}`,
    `execution ${execution.id} took that commit (${execution.trigger}, ${formatTime(execution.started)})`,
    `its artifact s3://${artifact?.bucket ?? '?'}/${artifact?.key ?? '?'} holds the same index.html`,
    `approved by ${approval?.updatedBy ?? '?'} at ${formatTime(approval?.updated ?? 0)}${comment}`,
    `its deploy action (${formatTime(deploy.started)} to ${formatTime(deploy.updated)}) wrote version ${object?.versionId ?? '?'} of s3://${inputs.bucket}/index.html at ${formatTime(object?.modified ?? 0)}: the same bytes, and live now`,
  ];
}

/** Describes why a deployment's artifact has no page, by the absence code of the `artifactPage` fact. */
function withoutArtifact({ deploy }: Deployment, code: string): string {
  const at = deploy.inputs[0];
  const address = `s3://${at?.bucket ?? '?'}/${at?.key ?? '?'}`;
  if (code === 'NotAZip') return `the artifact ${address} is no zip (any more)`;
  if (code === 'NotInArtifact') return `the artifact ${address} holds no index.html at its root`;
  if (at === undefined) return 'the deploy action names no input artifact';
  return `the artifact ${address} is gone (${code}): a lifecycle rule or somebody removed it`;
}

/** Proves that commit, execution, artifact, approval and live object belong together, or reports the broken link. */
export function proveDeployment(inputs: ProofInputs, pipelineInfo: PipelineInfo): Judgement {
  const { bucket, live, livePage, artifact, commitPage, versions = [] } = inputs;
  const releaseAgain = `Release the change once more, and approve it: ${release(pipelineInfo)}`;
  const latestVersion = versions.find(({ latest }) => latest);
  if (latestVersion === undefined || latestVersion.isDeleteMarker) {
    const found =
      latestVersion === undefined
        ? 'was never written'
        : `was deleted at ${formatTime(latestVersion.modified)}`;
    return fail(expected, `index.html in ${bucket} ${found}`, releaseAgain, 'object-missing');
  }
  if (live === undefined) {
    return fail(
      expected,
      `the live index.html (version ${latestVersion.versionId}) was written at ${formatTime(latestVersion.modified)}, by no deploy action of the pipeline`,
      releaseAgain,
      'object-by-hand',
    );
  }
  const at = `execution ${shortId(live.execution.id)}`;
  if (live.approval === undefined) {
    return fail(
      expected,
      `the live index.html was deployed by ${at}, without an approval`,
      releaseAgain,
      'deployed-unapproved',
    );
  }
  if (artifact.state === 'unknown') return undetermined(expected, artifact.error);
  if (artifact.state === 'absent')
    return fail(
      expected,
      `${withoutArtifact(live, artifact.code)}, so that nothing proves what ${at} deployed`,
      releaseAgain,
      'object-not-artifact',
    );
  const artifactPage = artifact.value;
  if (livePage === undefined)
    return fail(
      expected,
      `version ${latestVersion.versionId} of index.html was deleted while it was looked at`,
      releaseAgain,
      'object-missing',
    );
  if (artifactPage.sha256 !== livePage.sha256) {
    return fail(
      expected,
      `the live index.html differs from the one in the artifact of ${at}`,
      releaseAgain,
      'object-not-artifact',
    );
  }
  if (inputs.repository === undefined) {
    return fail(
      expected,
      `no repository is set: commit ${shortId(live.commit)}, which ${at} deployed, has nothing to be compared with`,
      inputs.instructions.setRepository(live.source?.configuration.FullRepositoryId ?? 'OWNER/NAME'),
      'repository-missing',
    );
  }
  if (commitPage === undefined) {
    return fail(
      expected,
      `commit ${shortId(live.commit)}, which ${at} deployed, is not in branch ${inputs.branch} of ${inputs.repository}, or has no index.html`,
      releaseAgain,
      'artifact-not-commit',
    );
  }
  if (commitPage.sha256 !== artifactPage.sha256) {
    return fail(
      expected,
      `the index.html in the artifact of ${at} differs from the one in commit ${shortId(live.commit)}`,
      releaseAgain,
      'artifact-not-commit',
    );
  }
  const judged = pass(
    expected,
    `commit ${shortId(live.commit)} → ${at} → version ${latestVersion.versionId}, all the same bytes`,
  );
  return { ...judged, proof: chain(inputs, live, livePage.sha256) };
}
