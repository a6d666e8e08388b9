import { misconfiguration as accountOther } from './account-other.ts';
import { misconfiguration as approvalExpired } from './approval-expired.ts';
import { misconfiguration as approvalMissing } from './approval-missing.ts';
import { misconfiguration as approvalNotAlone } from './approval-not-alone.ts';
import { misconfiguration as approvalPending } from './approval-pending.ts';
import { misconfiguration as approvalRejected } from './approval-rejected.ts';
import { misconfiguration as artifactNotCommit } from './artifact-not-commit.ts';
import { misconfiguration as artifactsLeft } from './artifacts-left.ts';
import { misconfiguration as branchMaster } from './branch-master.ts';
import { misconfiguration as branchMissing } from './branch-missing.ts';
import { misconfiguration as bucketLeft } from './bucket-left.ts';
import { misconfiguration as bucketMissing } from './bucket-missing.ts';
import { misconfiguration as bucketNotTagged } from './bucket-not-tagged.ts';
import { misconfiguration as bucketOtherAccount } from './bucket-other-account.ts';
import { misconfiguration as bucketOtherRegion } from './bucket-other-region.ts';
import { misconfiguration as bucketPolicyPublic } from './bucket-policy-public.ts';
import { misconfiguration as bucketPublic } from './bucket-public.ts';
import { misconfiguration as bucketPublicBlockOff } from './bucket-public-block-off.ts';
import { misconfiguration as clockOff } from './clock-off.ts';
import { misconfiguration as cloneAhead } from './clone-ahead.ts';
import { misconfiguration as connectionDuplicate } from './connection-duplicate.ts';
import { misconfiguration as connectionError } from './connection-error.ts';
import { misconfiguration as connectionLeft } from './connection-left.ts';
import { misconfiguration as connectionMissing } from './connection-missing.ts';
import { misconfiguration as connectionOtherName } from './connection-other-name.ts';
import { misconfiguration as connectionOtherRegion } from './connection-other-region.ts';
import { misconfiguration as connectionPending } from './connection-pending.ts';
import { misconfiguration as connectionProvider } from './connection-provider.ts';
import { misconfiguration as credentialsExpired } from './credentials-expired.ts';
import { misconfiguration as credentialsNone } from './credentials-none.ts';
import { misconfiguration as credentialsUnknownKey } from './credentials-unknown-key.ts';
import { misconfiguration as credentialsWrongSecret } from './credentials-wrong-secret.ts';
import { misconfiguration as deployArtifactOther } from './deploy-artifact-other.ts';
import { misconfiguration as deployBucketOther } from './deploy-bucket-other.ts';
import { misconfiguration as deployDenied } from './deploy-denied.ts';
import { misconfiguration as deployFailed } from './deploy-failed.ts';
import { misconfiguration as deployNotExtracted } from './deploy-not-extracted.ts';
import { misconfiguration as deployPrefix } from './deploy-prefix.ts';
import { misconfiguration as deployedUnapproved } from './deployed-unapproved.ts';
import { misconfiguration as detectionOff } from './detection-off.ts';
import { misconfiguration as executionStopped } from './execution-stopped.ts';
import { misconfiguration as executionSuperseded } from './execution-superseded.ts';
import type { Misconfiguration } from './lab.ts';
import { misconfiguration as leftElsewhere } from './left-elsewhere.ts';
import { misconfiguration as noExecution } from './no-execution.ts';
import { misconfiguration as noSecondExecution } from './no-second-execution.ts';
import { misconfiguration as objectByHand } from './object-by-hand.ts';
import { misconfiguration as objectMissing } from './object-missing.ts';
import { misconfiguration as objectNotArtifact } from './object-not-artifact.ts';
import { misconfiguration as oldVersionLost } from './old-version-lost.ts';
import { misconfiguration as pageMissing } from './page-missing.ts';
import { misconfiguration as pageNotHtml } from './page-not-html.ts';
import { misconfiguration as pageOther } from './page-other.ts';
import { misconfiguration as pageUnchanged } from './page-unchanged.ts';
import { misconfiguration as pipelineLeft } from './pipeline-left.ts';
import { misconfiguration as pipelineMissing } from './pipeline-missing.ts';
import { misconfiguration as pipelineOtherName } from './pipeline-other-name.ts';
import { misconfiguration as pipelineOtherRegion } from './pipeline-other-region.ts';
import { misconfiguration as policyLeft } from './policy-left.ts';
import { misconfiguration as regionDiffers } from './region-differs.ts';
import { misconfiguration as repositoryMissing } from './repository-missing.ts';
import { misconfiguration as roleLacksArtifacts } from './role-lacks-artifacts.ts';
import { misconfiguration as roleLacksConnection } from './role-lacks-connection.ts';
import { misconfiguration as roleLeft } from './role-left.ts';
import { misconfiguration as roleMissing } from './role-missing.ts';
import { misconfiguration as roleNotAssumable } from './role-not-assumable.ts';
import { misconfiguration as rootUser } from './root-user.ts';
import { misconfiguration as sameCommit } from './same-commit.ts';
import { misconfiguration as sessionEnding } from './session-ending.ts';
import { misconfiguration as sourceConnectionDeleted } from './source-connection-deleted.ts';
import { misconfiguration as sourceConnectionOther } from './source-connection-other.ts';
import { misconfiguration as sourceFailed } from './source-failed.ts';
import { misconfiguration as sourceProvider } from './source-provider.ts';
import { misconfiguration as sourceRepositoryOther } from './source-repository-other.ts';
import { misconfiguration as stageMissing } from './stage-missing.ts';
import { misconfiguration as stageOrder } from './stage-order.ts';
import { misconfiguration as startedByHand } from './started-by-hand.ts';
import { misconfiguration as transitionDisabled } from './transition-disabled.ts';
import { misconfiguration as triggerFiltersBranch } from './trigger-filters-branch.ts';
import { misconfiguration as urlExpired } from './url-expired.ts';
import { misconfiguration as urlNotPresigned } from './url-not-presigned.ts';
import { misconfiguration as urlOtherObject } from './url-other-object.ts';
import { misconfiguration as urlSessionOver } from './url-session-over.ts';
import { misconfiguration as urlTampered } from './url-tampered.ts';
import { misconfiguration as urlUnknownKey } from './url-unknown-key.ts';
import { misconfiguration as versioningOff } from './versioning-off.ts';
import { misconfiguration as versioningSuspended } from './versioning-suspended.ts';
import { misconfiguration as wrongBranch } from './wrong-branch.ts';

/** Every known misconfiguration, in the order of the steps. */
export const misconfigurations: readonly Misconfiguration[] = [
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

export function findMisconfiguration(id: string): Misconfiguration | undefined {
  return misconfigurations.find((misconfiguration) => misconfiguration.id === id);
}
