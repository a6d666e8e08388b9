import { AwsError } from '../../core/errors.ts';
import { isRepositoryName } from '../../git-host/address.ts';
import { type Outcome, type Place, type SiteNames, siteAt } from '../../misconfigurations/site.ts';
import type { Body } from './body.ts';
import type { Knob } from './knob.ts';
import { bad, needText, onlyMembers } from './read.ts';

/** What was brought about, for whoever asked. */
interface Broken extends Outcome {
  id: string;
  step: number;
  says: string;
}

const nameKeys = ['deployBucket', 'artifactBucket', 'connection', 'pipeline', 'role', 'policy'] as const;

function objectIn(value: unknown, name: string): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw bad(`${name} is ${JSON.stringify(value) ?? 'missing'}; expected an object.`);
}

function namesIn(value: unknown): SiteNames {
  const names = objectIn(value, 'names');
  onlyMembers(names, [...nameKeys, 'tags']);
  const texts = nameKeys.map((key) => [key, needText(names[key], `names.${key}`, 'a name')]);
  const tags = Object.entries(objectIn(names.tags ?? {}, 'names.tags'));
  return {
    ...(Object.fromEntries(texts) as Record<(typeof nameKeys)[number], string>),
    tags: Object.fromEntries(tags.map(([key, tag]) => [key, needText(tag, `names.tags.${key}`, 'a tag')])),
  };
}

function repositoryIn(value: unknown): string {
  const repository = needText(value, 'repository', 'owner/name');
  if (!isRepositoryName(repository)) throw bad(`repository is "${repository}"; expected owner/name.`);
  return repository;
}

/**
 * `POST /_admin/fault {"id", "names", "repository", "branch", "clone"?, "region"?, "account"?}` brings a known
 * cause about. Where the lab is not yet so far, AWS's own error is answered.
 */
export const fault: Knob = {
  method: 'POST',
  path: 'fault',
  async run({ world, accountId, region }, body): Promise<Broken> {
    onlyMembers(body, ['id', 'names', 'repository', 'branch', 'clone', 'region', 'account']);
    const id = needText(body.id, 'id', 'the id of a cause');
    const place: Place = {
      accountId: needText(body.account ?? accountId, 'account', 'twelve digits'),
      region: needText(body.region ?? region, 'region', 'a region'),
      names: namesIn(body.names),
      repository: repositoryIn(body.repository),
      branch: needText(body.branch, 'branch', 'a branch'),
      ...(body.clone === undefined ? {} : { clone: needText(body.clone, 'clone', 'a folder') }),
    };
    // Loaded when first asked for: the account starts without them.
    const { findFault } = await import('../../misconfigurations/index.ts');
    const found = findFault(id);
    if (found === undefined) throw new AwsError('NoSuchFault', `There is no fault ${id}.`, 404);
    const outcome = await found.apply(siteAt(world, place));
    return { id, step: found.step, says: found.says, ...outcome };
  },
};
