import { GitHostError } from '../ports.ts';
import {
  branchesOf,
  fetchBranch,
  type ScratchRepository,
  withScratchRepository,
} from './scratch-repository.ts';
import { type Entry, entriesOf } from './tree.ts';

type Env = Record<string, string | undefined>;

/** A new or changed file, to be committed on top of the commit that its editor saw. */
export interface FileChange {
  repository: string;
  branch: string;
  /** The branch's newest commit when the edit began; undefined when the branch did not exist. */
  base: string | undefined;
  path: string;
  /** The file's path before the change; undefined for a new file. */
  previousPath: string | undefined;
  text: string;
  message: string;
}

/** The pushed commit; or, when the branch had changed and nothing was pushed, the branch's newest commit. */
export type CommitResult = { commit: string } | { outdated: string };

/** Commits and pushes a change. Throws GitHostError with a message for the page. */
export function commitChange(env: Env, change: FileChange): Promise<CommitResult> {
  const { repository, branch, base } = change;
  return withScratchRepository(env, repository, async (scratch) => {
    const head = (await branchesOf(scratch)).get(branch);
    if (head !== base) return { outdated: head ?? '' };
    if (base !== undefined) {
      const fetched = await fetchBranch(scratch, branch, 1);
      if (fetched !== base) return { outdated: fetched };
    }
    const commit = await buildCommit(
      scratch,
      change,
      base === undefined ? [] : await entriesOf(scratch, base),
    );
    // The lease makes the push atomic: it succeeds only while the branch is at `base`.
    const ref = `refs/heads/${branch}`;
    const lease = `--force-with-lease=${ref}:${base ?? ''}`;
    const { ok, stderr } = await scratch.attempt(['push', '--quiet', lease, 'origin', `${commit}:${ref}`]);
    if (ok) return { commit };
    const now = (await branchesOf(scratch)).get(branch);
    if (now !== base) return { outdated: now ?? '' };
    throw new GitHostError(`git push: ${stderr.slice(0, 1000)}`);
  });
}

/** Creates the commit from git objects only: no file of the repository is written to the disk under its own name. */
async function buildCommit(
  scratch: ScratchRepository,
  change: FileChange,
  entries: readonly Entry[],
): Promise<string> {
  const { base, path, previousPath, text, message } = change;
  const previous =
    previousPath === undefined ? undefined : entries.find((entry) => entry.path === previousPath);
  if (previousPath !== undefined && previous?.kind !== 'file')
    throw new GitHostError(`There is no file ${previousPath} any more.`);
  if (path !== previousPath) requireFreePath(entries, path, previousPath);
  const object = await scratch.text(['hash-object', '-w', '--stdin'], text);
  if (base !== undefined) await scratch.git(['read-tree', base]);
  const removal =
    previousPath === undefined || previousPath === path
      ? ''
      : `0 ${'0'.repeat(object.length)}\t${previousPath}\0`;
  const index = `${removal}${previous?.mode ?? '100644'} ${object}\t${path}\0`;
  await scratch.git(['update-index', '-z', '--index-info'], index);
  const tree = await scratch.text(['write-tree']);
  if (base !== undefined && tree === (await scratch.text(['rev-parse', `${base}^{tree}`])))
    throw new GitHostError('Nothing was changed, so there is nothing to commit.');
  const parents = base === undefined ? [] : ['-p', base];
  return scratch.text(['commit-tree', tree, ...parents, '-F', '-'], message);
}

function requireFreePath(entries: readonly Entry[], path: string, previousPath: string | undefined): void {
  const existing = entries.find((entry) => entry.path === path);
  if (existing !== undefined)
    throw new GitHostError(
      existing.kind === 'folder' ? `${path} is a folder here.` : `A file ${path} is there already.`,
    );
  const parent = entries.find(
    (entry) => entry.kind !== 'folder' && entry.path !== previousPath && path.startsWith(`${entry.path}/`),
  );
  if (parent !== undefined)
    throw new GitHostError(`${parent.path} is a file here, so nothing can lie in a folder of that name.`);
}
