import { defined } from '../../../core/defined.ts';
import type { Caller } from '../../../core/emulator.ts';
import { ownMember } from '../../../core/own-member.ts';
import {
  archiveLimits,
  branchCommit,
  type CommitInfo,
  CommitTooLarge,
  commitInfo,
  zipOf,
} from '../../../git-host/repository.ts';
import { canAccessRepository } from '../../codeconnections/installations.ts';
import { connectionPermission } from '../../codeconnections/permissions.ts';
import { type Connection, connectionByArn, readConnectionArn } from '../../codeconnections/records.ts';
import { isAllowed } from '../engine/roles.ts';
import { upload } from './artifacts.ts';
import { branchUrl, commitUrl } from './connection-links.ts';
import { type ActionContext, ActionFailure, type Provider } from './provider.ts';

/** Source/AWS/CodeStarSourceConnection/1: outputs a commit of a repository behind a connection as a ZIP archive. */
export const codestarSource: Provider = {
  category: 'Source',
  provider: 'CodeStarSourceConnection',
  required: ['ConnectionArn', 'FullRepositoryId', 'BranchName'],
  optional: ['OutputArtifactFormat', 'DetectChanges'],
  inputs: { min: 0, max: 0 },
  outputs: { min: 1, max: 1 },
  entityUrl: ({ ConnectionArn = '', FullRepositoryId = '', BranchName = '' }, region) =>
    branchUrl(region, ConnectionArn, FullRepositoryId, BranchName),
  async run(context) {
    const { emulator, configuration, execution, action, outputs } = context;
    const { ConnectionArn = '', FullRepositoryId = '', OutputArtifactFormat = 'CODE_ZIP' } = configuration;
    const override = ownMember(execution.overrides, action.name) ?? {};
    const branch = override.branch ?? configuration.BranchName ?? '';
    const caller = context.assumeRole();
    const connection = requireConnection(context, caller, ConnectionArn, branch);
    // GitHub answers an app's request for a repository without access as if the repository did not exist.
    const commit = canAccessRepository(emulator, connection, FullRepositoryId)
      ? await findCommit(context, FullRepositoryId, branch, override.commit)
      : notFound(FullRepositoryId, branch, override.commit);
    const artifact = artifactOf(OutputArtifactFormat, FullRepositoryId, branch, commit.id);
    const [location] = outputs;
    const body = artifact ?? (await withinLimits(zipOf(emulator, FullRepositoryId, commit.id)));
    if (location !== undefined) await upload(context, caller, location, body);
    const summary = JSON.stringify({ ProviderType: 'GitHub', CommitMessage: truncate(commit.message) });
    return {
      status: 'Succeeded',
      summary,
      externalExecutionId: commit.id,
      outputVariables: variablesOf(commit, { ConnectionArn, FullRepositoryId, branch }),
      revision: {
        ...defined({ artifactName: location?.name }),
        revisionId: commit.id,
        summary,
        url: commitUrl(execution.region, ConnectionArn, FullRepositoryId, commit.id),
      },
    };
  },
};

/**
 * The connection, if it is available and the role may use it. The IAM action has the prefix of the connection's ARN.
 * Throws an ActionFailure otherwise.
 */
function requireConnection(
  { emulator, execution, configuration }: ActionContext,
  caller: Caller,
  arn: string,
  branch: string,
): Connection {
  const prefix = readConnectionArn(arn)?.prefix ?? 'codeconnections';
  const permission = connectionPermission(emulator, 'UseConnection', arn, {
    [`${prefix}:FullRepositoryId`]: configuration.FullRepositoryId ?? '',
    [`${prefix}:BranchName`]: branch,
    [`${prefix}:ProviderAction`]: 'GetBranch',
    [`${prefix}:ProviderPermissionsRequired`]: 'read_only',
  });
  if (!isAllowed(emulator, caller, execution.region, permission)) {
    throw new ActionFailure(
      'PermissionError',
      `Unable to use Connection: ${arn}. The provided role does not have sufficient permissions.`,
    );
  }
  const connection = connectionByArn(emulator, arn);
  if (connection?.status !== 'AVAILABLE') {
    // [known] The action fails while the handshake is not finished; the service's exact message was not found.
    throw new ActionFailure('ConfigurationError', `Connection ${arn} is not available`);
  }
  return connection;
}

async function findCommit(
  { emulator }: ActionContext,
  repository: string,
  branch: string,
  commitId: string | undefined,
): Promise<CommitInfo> {
  const id = commitId ?? (await branchCommit(emulator, repository, branch));
  const commit = id === undefined ? undefined : await withinLimits(commitInfo(emulator, repository, id));
  return commit ?? notFound(repository, branch, commitId);
}

function notFound(repository: string, branch: string, commitId: string | undefined): never {
  throw new ActionFailure(
    'ConfigurationError',
    commitId === undefined
      ? // [seen], also when the repository does not exist or the connection cannot access it
        `[GitHub] No Branch [${branch}] found for FullRepositoryName [${repository}]`
      : `[GitHub] No Commit [${commitId}] found for FullRepositoryName [${repository}]`,
  );
}

/** With CODEBUILD_CLONE_REF, the artifact names the commit instead of containing its files. Undefined for CODE_ZIP. */
function artifactOf(format: string, repository: string, branch: string, commit: string): Buffer | undefined {
  if (format === 'CODE_ZIP') return undefined;
  if (format === 'CODEBUILD_CLONE_REF') {
    return Buffer.from(
      JSON.stringify({ FullRepositoryId: repository, BranchName: branch, CommitId: commit }),
    );
  }
  throw new ActionFailure('ConfigurationError', `Invalid value for OutputArtifactFormat: ${format}`);
}

async function withinLimits<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CommitTooLarge)) throw error;
    throw new ActionFailure(
      'JobFailed',
      `The commit is too large: the practice account archives at most ${archiveLimits.megabytes} MB and ${archiveLimits.entries} files and folders.`,
    );
  }
}

function variablesOf(
  commit: CommitInfo,
  source: { ConnectionArn: string; FullRepositoryId: string; branch: string },
): Record<string, string> {
  return {
    AuthorDate: commit.authorDate,
    AuthorDisplayName: commit.authorName,
    AuthorEmail: commit.authorEmail,
    // GitHub's numeric id of the author. Our git host has no accounts, so it has no such id.
    AuthorId: '',
    BranchName: source.branch,
    CommitId: commit.id,
    CommitMessage: commit.message,
    ConnectionArn: source.ConnectionArn,
    FullRepositoryName: source.FullRepositoryId,
    ProviderType: 'GitHub',
  };
}

/** [model] A revision's summary has at most 2048 characters. */
function truncate(message: string): string {
  return message.length <= 900 ? message : `${message.slice(0, 900)}…`;
}
