import { HostRefusal } from '../door.ts';
import { branchesOf, fetchBranch, type Work, withWork } from './git.ts';
import { type Entry, entriesOf } from './tree.ts';

type Env = Record<string, string | undefined>;

/** One file, new or changed, to be committed upon the commit that its writer saw. */
export interface Change {
  repository: string;
  branch: string;
  /** The branch's newest commit when the writing began; undefined when the branch was not there. */
  base: string | undefined;
  path: string;
  /** The path that it had; undefined for a new file. */
  was: string | undefined;
  text: string;
  message: string;
}

/** The commit that was pushed; or the one that somebody else pushed in between, and nothing was done. */
export type Committed = { commit: string } | { outdated: string };

/** Commits and pushes a change. Throws HostRefusal with words for the person. */
export function commitChange(env: Env, change: Change): Promise<Committed> {
  const { repository, branch, base } = change;
  return withWork(env, repository, async (work) => {
    const head = (await branchesOf(work)).get(branch);
    if (head !== base) return { outdated: head ?? '' };
    if (base !== undefined) {
      const fetched = await fetchBranch(work, branch, 1);
      if (fetched !== base) return { outdated: fetched };
    }
    const commit = await build(work, change, base === undefined ? [] : await entriesOf(work, base));
    // The lease makes it one step: it is this commit upon `base`, or nothing.
    const ref = `refs/heads/${branch}`;
    const lease = `--force-with-lease=${ref}:${base ?? ''}`;
    const { ok, stderr } = await work.attempt(['push', '--quiet', lease, 'origin', `${commit}:${ref}`]);
    if (ok) return { commit };
    const now = (await branchesOf(work)).get(branch);
    if (now !== base) return { outdated: now ?? '' };
    throw new HostRefusal(`git push: ${stderr.slice(0, 1000)}`);
  });
}

/** Makes the commit out of objects alone: no file of it is ever written to the disk under its own name. */
async function build(work: Work, change: Change, entries: readonly Entry[]): Promise<string> {
  const { base, path, was, text, message } = change;
  const before = was === undefined ? undefined : entries.find((entry) => entry.path === was);
  if (was !== undefined && before?.kind !== 'file')
    throw new HostRefusal(`There is no file ${was} any more.`);
  if (path !== was) demandFree(entries, path, was);
  const object = await work.text(['hash-object', '-w', '--stdin'], text);
  if (base !== undefined) await work.git(['read-tree', base]);
  const gone = was === undefined || was === path ? '' : `0 ${'0'.repeat(object.length)}\t${was}\0`;
  const index = `${gone}${before?.mode ?? '100644'} ${object}\t${path}\0`;
  await work.git(['update-index', '-z', '--index-info'], index);
  const tree = await work.text(['write-tree']);
  if (base !== undefined && tree === (await work.text(['rev-parse', `${base}^{tree}`])))
    throw new HostRefusal('Nothing was changed, so there is nothing to commit.');
  const parents = base === undefined ? [] : ['-p', base];
  return work.text(['commit-tree', tree, ...parents, '-F', '-'], message);
}

function demandFree(entries: readonly Entry[], path: string, was: string | undefined): void {
  const there = entries.find((entry) => entry.path === path);
  if (there !== undefined)
    throw new HostRefusal(
      there.kind === 'folder' ? `${path} is a folder here.` : `A file ${path} is there already.`,
    );
  const above = entries.find(
    (entry) => entry.kind !== 'folder' && entry.path !== was && path.startsWith(`${entry.path}/`),
  );
  if (above !== undefined)
    throw new HostRefusal(`${above.path} is a file here, so nothing can lie in a folder of that name.`);
}
