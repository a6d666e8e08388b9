import { AwsError } from '../../core/errors.ts';
import { isRepositoryName } from '../../git-host/request-path.ts';
import {
  type LabLocation,
  type LabNames,
  labAt,
  type MisconfigurationOutcome,
} from '../../misconfigurations/lab.ts';
import type { AdminRoute } from './admin-route.ts';
import type { Body } from './body.ts';
import { badRequest, rejectUnknownMembers, requireText } from './validate-body.ts';

/** The body of `POST /_admin/fault`. By default, the account is that of the token, and the region that of its exports. */
export interface MisconfigurationBody extends Omit<LabLocation, 'accountId' | 'region'> {
  /** The id of the cause. */
  id: string;
  account?: string;
  region?: string;
}

/** The misconfiguration that was applied. */
export interface MisconfigurationResponse extends MisconfigurationOutcome {
  id: string;
  step: number;
  says: string;
}

const nameKeys = ['deployBucket', 'artifactBucket', 'connection', 'pipeline', 'role', 'policy'] as const;

function readObject(value: unknown, name: string): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw badRequest(`${name} is ${JSON.stringify(value) ?? 'missing'}; expected an object.`);
}

function readNames(value: unknown): LabNames {
  const names = readObject(value, 'names');
  rejectUnknownMembers(names, [...nameKeys, 'tags']);
  const nameEntries = nameKeys.map((key) => [key, requireText(names[key], `names.${key}`, 'a name')]);
  const tags = Object.entries(readObject(names.tags ?? {}, 'names.tags'));
  return {
    ...(Object.fromEntries(nameEntries) as Record<(typeof nameKeys)[number], string>),
    tags: Object.fromEntries(tags.map(([key, tag]) => [key, requireText(tag, `names.tags.${key}`, 'a tag')])),
  };
}

function readRepository(value: unknown): string {
  const repository = requireText(value, 'repository', 'owner/name');
  if (!isRepositoryName(repository)) throw badRequest(`repository is "${repository}"; expected owner/name.`);
  return repository;
}

/**
 * `POST /_admin/fault {"id", "names", "repository", "branch", "clone"?, "region"?, "account"?}` creates a known
 * cause in the lab. When the lab lacks a resource that this needs, the route returns AWS's own error.
 */
export const misconfigurationRoute: AdminRoute = {
  method: 'POST',
  path: 'fault',
  async run({ emulator, accountId, region }, body): Promise<MisconfigurationResponse> {
    rejectUnknownMembers(body, ['id', 'names', 'repository', 'branch', 'clone', 'region', 'account']);
    const id = requireText(body.id, 'id', 'the id of a cause');
    const location: LabLocation = {
      accountId: requireText(body.account ?? accountId, 'account', 'twelve digits'),
      region: requireText(body.region ?? region, 'region', 'a region'),
      names: readNames(body.names),
      repository: readRepository(body.repository),
      branch: requireText(body.branch, 'branch', 'a branch'),
      ...(body.clone === undefined ? {} : { clone: requireText(body.clone, 'clone', 'a folder') }),
    };
    // Imported at the first request, so that the practice account starts faster.
    const { findMisconfiguration } = await import('../../misconfigurations/index.ts');
    const misconfiguration = findMisconfiguration(id);
    if (misconfiguration === undefined) throw new AwsError('NoSuchFault', `There is no fault ${id}.`, 404);
    const outcome = await misconfiguration.apply(labAt(emulator, location));
    return { id, step: misconfiguration.step, says: misconfiguration.says, ...outcome };
  },
};
