import type { Calls } from '../account/calls.ts';
import { absent, andThen, type Fact, map } from '../account/fact.ts';
import { type CloneState, cloneState } from '../account/sources/clone.ts';
import { pageContent, pageFile } from './content.ts';
import type { FactReaders } from './fact-context.ts';

function recordedClone({ recorder }: Calls, folder: string, readClone: () => Promise<Fact<CloneState>>) {
  return recorder.call({ service: 'clone', operation: 'state', input: { folder } }, readClone);
}

export const repositoryFacts: FactReaders<'branches' | 'page' | 'tipTime' | 'clone'> = {
  branches: async (_get, { remote }) => remote?.branches() ?? absent('NoRepositorySet'),
  page: async (getFact, { lab, remote }) =>
    andThen(await getFact('branches'), async (branches) => {
      const tip = branches[lab.branch];
      if (remote === undefined || tip === undefined) return absent('NoSuchBranch');
      return map(await remote.blob(lab.branch, tip, pageFile), (bytes) => pageContent(bytes));
    }),
  tipTime: async (getFact, { lab, remote }) =>
    andThen(await getFact('branches'), (branches) => {
      const tip = branches[lab.branch];
      if (remote === undefined || tip === undefined) return absent('NoSuchBranch');
      return remote.commitTime(lab.branch, tip);
    }),
  clone: async (getFact, { lab, remote, calls }) =>
    andThen(await getFact('branches'), async (branches) => {
      if (lab.clone === undefined) return absent('NoCloneKnown');
      if (remote === undefined || branches[lab.branch] === undefined)
        return recordedClone(calls, lab.clone, () =>
          cloneState(lab.clone ?? '', lab.branch, [], lab.repository),
        );
      const { clone, branch, repository } = lab;
      return andThen(await remote.commits(branch), (commits) =>
        recordedClone(calls, clone, () => cloneState(clone, branch, commits, repository)),
      );
    }),
};
