import { cloneState } from '../clone.ts';
import { absent, andThen, map } from '../fact.ts';
import { pageContent, pageFile } from './content.ts';
import type { Sources } from './setting.ts';

export const repositorySources: Sources<'branches' | 'page' | 'clone'> = {
  branches: async (_get, { remote }) => remote?.branches() ?? absent('NoRepositorySet'),
  page: async (get, { lab, remote }) =>
    andThen(await get('branches'), async (branches) => {
      const tip = branches[lab.branch];
      if (remote === undefined || tip === undefined) return absent('NoSuchBranch');
      return map(await remote.blob(lab.branch, tip, pageFile), (bytes) => pageContent(bytes));
    }),
  clone: async (get, { lab, remote }) =>
    andThen(await get('branches'), async (branches) => {
      if (lab.clone === undefined) return absent('NoCloneKnown');
      if (remote === undefined || branches[lab.branch] === undefined)
        return cloneState(lab.clone, lab.branch, []);
      const { clone, branch } = lab;
      return andThen(await remote.commits(branch), (commits) => cloneState(clone, branch, commits));
    }),
};
