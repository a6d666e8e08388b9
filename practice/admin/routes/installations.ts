import { AwsError } from '../../core/errors.ts';
import { allInstallations, install, sees, uninstall } from '../../services/codeconnections/installations.ts';
import { connectionByArn } from '../../services/codeconnections/records.ts';
import type { Context, Knob } from './knob.ts';
import { bad, needText, onlyMembers, readTexts } from './read.ts';

/** `/_admin/installations`: AWS's app at the git host, which on GitHub a person installs there. */
export const installations: Knob[] = [
  {
    method: 'GET',
    path: 'installations',
    run: ({ world }) => ({ installations: allInstallations(world) }),
  },
  {
    method: 'POST',
    path: 'installations',
    run(context, body) {
      onlyMembers(body, ['owner', 'repositories']);
      const owner = needText(body.owner, 'owner', 'an account at the git host, such as octocat');
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(owner))
        throw bad(`owner is ${JSON.stringify(owner).slice(0, 200)}; expected a name as GitHub allows it.`);
      const repositories = granted(context, body.repositories);
      const [strange] = (repositories ?? []).filter(
        (name) => name.split('/')[0]?.toLowerCase() !== owner.toLowerCase(),
      );
      if (strange !== undefined) throw bad(`repositories: ${strange} is not ${owner}'s.`);
      return install(context.world, { owner, ...(repositories === undefined ? {} : { repositories }) });
    },
  },
  {
    method: 'DELETE',
    path: 'installations',
    run({ world }, body) {
      onlyMembers(body, ['id']);
      uninstall(world, needText(body.id, 'id', 'the number of an installation'));
      return { installations: allInstallations(world) };
    },
  },
  {
    method: 'POST',
    path: 'granted',
    run({ world, repositories }, body) {
      onlyMembers(body, ['connection']);
      const arn = needText(body.connection, 'connection', "a connection's ARN");
      const connection = connectionByArn(world, arn);
      if (connection === undefined)
        throw new AwsError('ConnectionNotFound', `There is no connection ${arn.slice(0, 300)}.`, 404);
      const isAvailable = connection.status === 'AVAILABLE';
      return {
        repositories: repositories.list().filter(({ name }) => isAvailable && sees(world, connection, name)),
      };
    },
  },
];

/** The chosen repositories, as the host spells them; undefined for all. At least one, and each is there. */
export function granted({ repositories }: Context, value: unknown): string[] | undefined {
  const names = readTexts(value, 'repositories', '["octocat/codepipeline-s3-lab"]');
  if (names === undefined) return undefined;
  if (names.length === 0) throw bad('repositories is empty; name at least one, or leave it out for all.');
  const there = repositories.list();
  return names.map((name) => {
    const found = there.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found !== undefined) return found.name;
    throw new AwsError('RepositoryNotFound', `The git host has no repository ${name.slice(0, 200)}.`, 404);
  });
}
