import { execa } from 'execa';

/**
 * Writes a commit whose few trees contain each other, so that they name 10^9 files or folders, into a repository.
 * Resolves to the commit's id.
 */
export async function bombCommit(gitDir: string, content: 'files' | 'folders'): Promise<string> {
  const git = async (args: string[], input = '') => {
    const person = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    return (await execa('git', ['--git-dir', gitDir, ...args], { input, env: person })).stdout.trim();
  };
  const ten = (line: (n: number) => string) => Array.from({ length: 10 }, (_, n) => `${line(n)}\n`).join('');
  const blob = await git(['hash-object', '-w', '--stdin'], 'x');
  let tree = await git(['mktree'], content === 'files' ? ten((n) => `100644 blob ${blob}\tf${n}`) : '');
  for (let depth = content === 'files' ? 1 : 0; depth < 9; depth++)
    tree = await git(
      ['mktree'],
      ten((n) => `040000 tree ${tree}\td${n}`),
    );
  return git(['commit-tree', '-m', 'bomb', tree]);
}
