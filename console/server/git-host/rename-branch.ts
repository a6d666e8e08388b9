import { GitHostError } from '../ports.ts';
import { findRepository, type GitHostAdmin } from './git-host-admin.ts';
import { branchesOf, fetchBranch, withScratchRepository } from './scratch-repository.ts';

/**
 * Renames a branch: pushes the new name, makes it the default branch if the old one was, and deletes the old name.
 * When a step fails, every commit is still on a branch.
 */
export async function renameBranch(
  env: Record<string, string | undefined>,
  admin: GitHostAdmin,
  { repository, from, to }: { repository: string; from: string; to: string },
): Promise<void> {
  const { defaultBranch } = await findRepository(admin, repository);
  await withScratchRepository(env, repository, async (scratch) => {
    const branches = await branchesOf(scratch);
    if (branches.has(to)) throw new GitHostError(`There is a branch ${to} already.`);
    const commit = await fetchBranch(scratch, from, 1);
    const push = (lease: string, spec: string) =>
      scratch.git(['push', '--quiet', `--force-with-lease=${lease}`, 'origin', spec]);
    await push(`refs/heads/${to}:`, `${commit}:refs/heads/${to}`);
    if (from === defaultBranch)
      await admin((client) => client.setDefaultBranch({ name: repository, defaultBranch: to }));
    await push(`refs/heads/${from}:${commit}`, `:refs/heads/${from}`);
  });
}
