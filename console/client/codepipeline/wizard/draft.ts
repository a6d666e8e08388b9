import { consoleName } from '../../../../checker/lab/lab.ts';
import type { Action, Pipeline } from '../api-types.ts';

export type Mode = 'SUPERSEDED' | 'QUEUED' | 'PARALLEL';
export type TriggerKind = 'any' | 'filter' | 'none';

/** The values of the wizard so far. They are kept while the wizard is open, also when the user goes back. */
export interface Draft {
  name: string;
  mode: Mode;
  role: 'new' | 'existing';
  roleName: string;
  /** False until the user replaces the role name that the console proposes. */
  isCustomRoleName: boolean;
  roleArn: string;
  mayCreateRole: boolean;
  store: 'default' | 'custom';
  storeBucket: string;
  sourceProvider: 'CodeStarSourceConnection' | '';
  connection: string;
  repository: string;
  branch: string;
  format: 'CODE_ZIP' | 'CODEBUILD_CLONE_REF';
  trigger: TriggerKind;
  filterBranches: string;
  deployProvider: 'S3' | '';
  deployRegion: string;
  bucket: string;
  objectKey: string;
  extract: boolean;
  deployPath: string;
  cannedAcl: string;
  cacheControl: string;
  rollback: boolean;
}

export const emptyDraft = (region: string): Draft => ({
  name: '',
  mode: 'SUPERSEDED',
  role: 'new',
  roleName: '',
  isCustomRoleName: false,
  roleArn: '',
  mayCreateRole: true,
  store: 'default',
  storeBucket: '',
  sourceProvider: '',
  connection: '',
  repository: '',
  branch: '',
  format: 'CODE_ZIP',
  trigger: 'any',
  filterBranches: '',
  deployProvider: '',
  deployRegion: region,
  bucket: '',
  objectKey: '',
  extract: false,
  deployPath: '',
  cannedAcl: '',
  cacheControl: '',
  rollback: false,
});

/** The role name that the console proposes. */
export const proposedRoleName = (name: string, region: string): string =>
  consoleName(region, name === '' ? '<pipeline>' : name);

export const roleNameOf = (draft: Draft, region: string): string =>
  draft.isCustomRoleName ? draft.roleName : proposedRoleName(draft.name, region);

export const artifactName = 'SourceArtifact';

/** The wizard's source action. The wizard gives stage and action fixed names. */
export function sourceAction(draft: Draft): Action {
  return {
    name: 'Source',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
    runOrder: 1,
    configuration: {
      ConnectionArn: draft.connection,
      FullRepositoryId: draft.repository,
      BranchName: draft.branch,
      OutputArtifactFormat: draft.format,
      // The pipeline's triggers replace this setting.
      DetectChanges: String(draft.trigger === 'any'),
    },
    outputArtifacts: [{ name: artifactName }],
    namespace: 'SourceVariables',
  };
}

/** The deploy action to Amazon S3. */
export function deployAction(draft: Draft, region: string): Action {
  const key = draft.extract ? draft.deployPath : draft.objectKey;
  return {
    name: 'Deploy',
    actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'S3', version: '1' },
    runOrder: 1,
    configuration: {
      BucketName: draft.bucket,
      Extract: String(draft.extract),
      ...(key === '' ? {} : { ObjectKey: key }),
      ...(draft.cannedAcl === '' ? {} : { CannedACL: draft.cannedAcl }),
      ...(draft.cacheControl === '' ? {} : { CacheControl: draft.cacheControl }),
    },
    inputArtifacts: [{ name: artifactName }],
    ...(draft.deployRegion === region ? {} : { region: draft.deployRegion }),
    namespace: 'DeployVariables',
  };
}

/** The definition of the pipeline that the wizard's last page creates. `location` is the artifact bucket. */
export function definitionOf(draft: Draft, region: string, roleArn: string, location: string): Pipeline {
  const branches = draft.filterBranches
    .split(',')
    .map((branch) => branch.trim())
    .filter(Boolean);
  return {
    name: draft.name,
    roleArn,
    pipelineType: 'V2',
    executionMode: draft.mode,
    artifactStore: { type: 'S3', location },
    stages: [
      { name: 'Source', actions: [sourceAction(draft)] },
      {
        name: 'Deploy',
        actions: [deployAction(draft, region)],
        ...(draft.rollback ? { onFailure: { result: 'ROLLBACK' } } : {}),
      },
    ],
    ...(draft.trigger === 'filter'
      ? {
          triggers: [
            {
              providerType: 'CodeStarSourceConnection',
              gitConfiguration: { sourceActionName: 'Source', push: [{ branches: { includes: branches } }] },
            },
          ],
        }
      : {}),
  };
}
