import { fault as accountOther } from './account-other.ts';
import { fault as approvalExpired } from './approval-expired.ts';
import { fault as approvalMissing } from './approval-missing.ts';
import { fault as approvalNotAlone } from './approval-not-alone.ts';
import { fault as approvalPending } from './approval-pending.ts';
import { fault as approvalRejected } from './approval-rejected.ts';
import { fault as artifactNotCommit } from './artifact-not-commit.ts';
import { fault as artifactsLeft } from './artifacts-left.ts';
import { fault as branchMaster } from './branch-master.ts';
import { fault as branchMissing } from './branch-missing.ts';
import { fault as bucketLeft } from './bucket-left.ts';
import { fault as bucketMissing } from './bucket-missing.ts';
import { fault as bucketNotTagged } from './bucket-not-tagged.ts';
import { fault as bucketOtherAccount } from './bucket-other-account.ts';
import { fault as bucketOtherRegion } from './bucket-other-region.ts';
import { fault as bucketPolicyPublic } from './bucket-policy-public.ts';
import { fault as bucketPublic } from './bucket-public.ts';
import { fault as bucketPublicBlockOff } from './bucket-public-block-off.ts';
import { fault as clockOff } from './clock-off.ts';
import { fault as cloneAhead } from './clone-ahead.ts';
import { fault as connectionDuplicate } from './connection-duplicate.ts';
import { fault as connectionError } from './connection-error.ts';
import { fault as connectionLeft } from './connection-left.ts';
import { fault as connectionMissing } from './connection-missing.ts';
import { fault as connectionOtherName } from './connection-other-name.ts';
import { fault as connectionOtherRegion } from './connection-other-region.ts';
import { fault as connectionPending } from './connection-pending.ts';
import { fault as connectionProvider } from './connection-provider.ts';
import { fault as credentialsExpired } from './credentials-expired.ts';
import { fault as credentialsNone } from './credentials-none.ts';
import { fault as credentialsUnknownKey } from './credentials-unknown-key.ts';
import { fault as credentialsWrongSecret } from './credentials-wrong-secret.ts';
import { fault as deployArtifactOther } from './deploy-artifact-other.ts';
import { fault as deployBucketOther } from './deploy-bucket-other.ts';
import { fault as deployDenied } from './deploy-denied.ts';
import { fault as deployFailed } from './deploy-failed.ts';
import { fault as deployNotExtracted } from './deploy-not-extracted.ts';
import { fault as deployPrefix } from './deploy-prefix.ts';
import { fault as deployedUnapproved } from './deployed-unapproved.ts';
import { fault as detectionOff } from './detection-off.ts';
import { fault as executionStopped } from './execution-stopped.ts';
import { fault as executionSuperseded } from './execution-superseded.ts';
import { fault as leftElsewhere } from './left-elsewhere.ts';
import { fault as noExecution } from './no-execution.ts';
import { fault as noSecondExecution } from './no-second-execution.ts';
import { fault as objectByHand } from './object-by-hand.ts';
import { fault as objectMissing } from './object-missing.ts';
import { fault as objectNotArtifact } from './object-not-artifact.ts';
import { fault as oldVersionLost } from './old-version-lost.ts';
import { fault as pageMissing } from './page-missing.ts';
import { fault as pageNotHtml } from './page-not-html.ts';
import { fault as pageOther } from './page-other.ts';
import { fault as pageUnchanged } from './page-unchanged.ts';
import { fault as pipelineLeft } from './pipeline-left.ts';
import { fault as pipelineMissing } from './pipeline-missing.ts';
import { fault as pipelineOtherName } from './pipeline-other-name.ts';
import { fault as pipelineOtherRegion } from './pipeline-other-region.ts';
import { fault as policyLeft } from './policy-left.ts';
import { fault as regionDiffers } from './region-differs.ts';
import { fault as repositoryMissing } from './repository-missing.ts';
import { fault as roleLacksArtifacts } from './role-lacks-artifacts.ts';
import { fault as roleLacksConnection } from './role-lacks-connection.ts';
import { fault as roleLeft } from './role-left.ts';
import { fault as roleMissing } from './role-missing.ts';
import { fault as roleNotAssumable } from './role-not-assumable.ts';
import { fault as rootUser } from './root-user.ts';
import { fault as sameCommit } from './same-commit.ts';
import { fault as sessionEnding } from './session-ending.ts';
import type { Fault } from './site.ts';
import { fault as sourceConnectionDeleted } from './source-connection-deleted.ts';
import { fault as sourceConnectionOther } from './source-connection-other.ts';
import { fault as sourceFailed } from './source-failed.ts';
import { fault as sourceProvider } from './source-provider.ts';
import { fault as sourceRepositoryOther } from './source-repository-other.ts';
import { fault as stageMissing } from './stage-missing.ts';
import { fault as stageOrder } from './stage-order.ts';
import { fault as startedByHand } from './started-by-hand.ts';
import { fault as transitionDisabled } from './transition-disabled.ts';
import { fault as triggerFiltersBranch } from './trigger-filters-branch.ts';
import { fault as urlExpired } from './url-expired.ts';
import { fault as urlNotPresigned } from './url-not-presigned.ts';
import { fault as urlOtherObject } from './url-other-object.ts';
import { fault as urlSessionOver } from './url-session-over.ts';
import { fault as urlTampered } from './url-tampered.ts';
import { fault as urlUnknownKey } from './url-unknown-key.ts';
import { fault as versioningOff } from './versioning-off.ts';
import { fault as versioningSuspended } from './versioning-suspended.ts';
import { fault as wrongBranch } from './wrong-branch.ts';

/** Every known way to break, in the order of the steps. */
export const faults: readonly Fault[] = [
  credentialsNone,
  credentialsExpired,
  credentialsUnknownKey,
  credentialsWrongSecret,
  accountOther,
  rootUser,
  regionDiffers,
  sessionEnding,
  clockOff,
  repositoryMissing,
  branchMissing,
  branchMaster,
  pageMissing,
  pageOther,
  cloneAhead,
  bucketMissing,
  bucketOtherAccount,
  bucketOtherRegion,
  bucketPublicBlockOff,
  bucketPolicyPublic,
  bucketNotTagged,
  versioningOff,
  versioningSuspended,
  connectionMissing,
  connectionOtherName,
  connectionOtherRegion,
  connectionDuplicate,
  connectionProvider,
  connectionPending,
  connectionError,
  pipelineMissing,
  pipelineOtherName,
  pipelineOtherRegion,
  stageOrder,
  stageMissing,
  approvalMissing,
  approvalNotAlone,
  sourceRepositoryOther,
  wrongBranch,
  detectionOff,
  triggerFiltersBranch,
  deployBucketOther,
  deployNotExtracted,
  deployPrefix,
  deployArtifactOther,
  sourceProvider,
  sourceConnectionOther,
  sourceConnectionDeleted,
  roleMissing,
  roleNotAssumable,
  roleLacksConnection,
  roleLacksArtifacts,
  deployDenied,
  transitionDisabled,
  noExecution,
  sourceFailed,
  deployFailed,
  approvalPending,
  approvalRejected,
  approvalExpired,
  executionSuperseded,
  executionStopped,
  deployedUnapproved,
  objectMissing,
  objectByHand,
  objectNotArtifact,
  artifactNotCommit,
  urlExpired,
  urlTampered,
  urlUnknownKey,
  urlSessionOver,
  urlNotPresigned,
  urlOtherObject,
  pageNotHtml,
  bucketPublic,
  noSecondExecution,
  startedByHand,
  sameCommit,
  pageUnchanged,
  oldVersionLost,
  pipelineLeft,
  bucketLeft,
  artifactsLeft,
  connectionLeft,
  roleLeft,
  policyLeft,
  leftElsewhere,
];

export function findFault(id: string): Fault | undefined {
  return faults.find((fault) => fault.id === id);
}
