import type { Calls } from '../account/calls.ts';
import { absent, andThen, type Fact, map } from '../account/fact.ts';
import { type CloneState, cloneState } from '../account/sources/clone.ts';
import { pageContent, pageFile } from './content.ts';
import type { Sources } from './setting.ts';

function taped({ tape }: Calls, folder: string, ask: () => Promise<Fact<CloneState>>) {
  return tape.answer({ service: 'clone', operation: 'state', input: { folder } }, ask);
}

export const repositorySources: Sources<'branches' | 'page' | 'tipTime' | 'clone'> = {
  branches: async (_get, { remote }) => remote?.branches() ?? absent('NoRepositorySet'),
  page: async (get, { lab, remote }) =>
    andThen(await get('branches'), async (branches) => {
      const tip = branches[lab.branch];
      if (remote === undefined || tip === undefined) return absent('NoSuchBranch');
      return map(await remote.blob(lab.branch, tip, pageFile), (bytes) => pageContent(bytes));
    }),
  tipTime: async (get, { lab, remote }) =>
    andThen(await get('branches'), (branches) => {
      const tip = branches[lab.branch];
      if (remote === undefined || tip === undefined) return absent('NoSuchBranch');
      return remote.commitTime(lab.branch, tip);
    }),
  clone: async (get, { lab, remote, calls }) =>
    andThen(await get('branches'), async (branches) => {
      if (lab.clone === undefined) return absent('NoCloneKnown');
      if (remote === undefined || branches[lab.branch] === undefined)
        return taped(calls, lab.clone, () => cloneState(lab.clone ?? '', lab.branch, [], lab.repository));
      const { clone, branch, repository } = lab;
      return andThen(await remote.commits(branch), (commits) =>
        taped(calls, clone, () => cloneState(clone, branch, commits, repository)),
      );
    }),
};
