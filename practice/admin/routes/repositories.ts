import { ungrant } from '../../services/codeconnections/installations.ts';
import type { Knob } from './knob.ts';
import { needText, onlyMembers, readBoolean } from './read.ts';

const name = (value: unknown) => needText(value, 'name', 'a repository as owner/name');

/** `/_admin/repositories`: what one does on a git host's web pages, since git has no word for it. */
export const repositories: Knob[] = [
  {
    method: 'GET',
    path: 'repositories',
    run: ({ repositories }) => ({ repositories: repositories.list() }),
  },
  {
    method: 'POST',
    path: 'repositories',
    run({ repositories }, body) {
      onlyMembers(body, ['name', 'private']);
      return repositories.create(name(body.name), readBoolean(body.private, 'private') ?? true);
    },
  },
  {
    method: 'PUT',
    path: 'repositories',
    run({ repositories }, body) {
      onlyMembers(body, ['name', 'defaultBranch']);
      return repositories.setDefault(
        name(body.name),
        needText(body.defaultBranch, 'defaultBranch', 'the name of a branch'),
      );
    },
  },
  {
    method: 'DELETE',
    path: 'repositories',
    async run({ world, repositories }, body) {
      onlyMembers(body, ['name']);
      const gone = name(body.name);
      await repositories.remove(gone);
      ungrant(world, gone);
      return { repositories: repositories.list() };
    },
  },
];
