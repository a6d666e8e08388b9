import { absent, andThen, map } from '../account/fact.ts';
import { cloneState } from '../account/sources/clone.ts';
import type { Branches, Remote } from '../account/sources/git.ts';
import { pageContent, pageFile } from './content.ts';
import { type FactContext, fact } from './declare.ts';

export const branches = fact<Branches>({
  description: 'the branches of the repository at its host',
  calls: ['git ls-remote'],
  read: async (_get, { remote }) => remote?.branches() ?? absent('NoRepositorySet'),
});

/** The host and the commit at the tip of the lab's branch, if there is one. */
function tipOf({ lab, remote }: FactContext, found: Branches): { remote: Remote; tip: string } | undefined {
  const tip = found[lab.branch];
  return remote === undefined || tip === undefined ? undefined : { remote, tip };
}

/** `index.html` at the tip of the branch. */
export const page = fact({
  description: 'index.html at the tip of the branch',
  calls: ['git fetch'],
  dependsOn: { branches },
  read: async (get, context) =>
    andThen(await get.branches(), async (found) => {
      const at = tipOf(context, found);
      if (at === undefined) return absent('NoSuchBranch');
      return map(await at.remote.blob(context.lab.branch, at.tip, pageFile), (bytes) => pageContent(bytes));
    }),
});

/** When the commit at the branch's tip was made (milliseconds since the epoch); it was pushed then or later. */
export const tipTime = fact({
  description: 'when the commit at the tip of the branch was made',
  calls: ['git fetch'],
  dependsOn: { branches },
  read: async (get, context) =>
    andThen(await get.branches(), (found) => {
      const at = tipOf(context, found);
      return at === undefined ? absent('NoSuchBranch') : at.remote.commitTime(context.lab.branch, at.tip);
    }),
});

export const clone = fact({
  description: 'your clone on this machine, beside the branch at the host',
  calls: ['git fetch'],
  dependsOn: { branches },
  read: async (get, context) =>
    andThen(await get.branches(), async (found) => {
      const { clone: folder, branch, repository } = context.lab;
      if (folder === undefined) return absent('NoCloneKnown');
      const beside = (commits: string[]) =>
        context.calls.recorder.call({ service: 'clone', operation: 'state', input: { folder } }, () =>
          cloneState(folder, branch, commits, repository),
        );
      const at = tipOf(context, found);
      return at === undefined ? beside([]) : andThen(await at.remote.commits(branch), beside);
    }),
});
