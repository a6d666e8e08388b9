import { HostRefusal } from '../door.ts';
import { branchesOf, fetchBranch, withWork } from './git.ts';
import { findRepository, type Turn } from './knobs.ts';

/**
 * Gives a branch another name: the new one is pushed, becomes the default branch if the old one was it, and the old
 * one is deleted. Whatever ends it in between, every commit is under a name.
 */
export async function renameBranch(
  env: Record<string, string | undefined>,
  turn: Turn,
  { repository, from, to }: { repository: string; from: string; to: string },
): Promise<void> {
  const { defaultBranch } = await findRepository(turn, repository);
  await withWork(env, repository, async (work) => {
    const branches = await branchesOf(work);
    if (branches.has(to)) throw new HostRefusal(`There is a branch ${to} already.`);
    const commit = await fetchBranch(work, from, 1);
    const push = (lease: string, spec: string) =>
      work.git(['push', '--quiet', `--force-with-lease=${lease}`, 'origin', spec]);
    await push(`refs/heads/${to}:`, `${commit}:refs/heads/${to}`);
    if (from === defaultBranch) await turn('PUT', 'repositories', { name: repository, defaultBranch: to });
    await push(`refs/heads/${from}:${commit}`, `:refs/heads/${from}`);
  });
}
