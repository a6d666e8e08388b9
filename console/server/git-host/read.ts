import { HostRefusal } from '../door.ts';
import { branchesOf, fetchBranch, type Work, withWork } from './git.ts';
import { type Body, branchIn, longestFile, repositoryIn, textIn } from './input.ts';
import { findRepository, type Turn } from './knobs.ts';
import { entriesIn, entriesOf } from './tree.ts';

type Env = Record<string, string | undefined>;

/** A commit, as lists show it. */
interface Commit {
  id: string;
  title: string;
  author: string;
  /** ISO 8601. */
  time: string;
}

async function log(work: Work, most: number): Promise<Commit[]> {
  const format = '--format=%H%x00%an%x00%aI%x00%s%x00';
  const fields = (
    await work.text(['log', '--no-show-signature', `--max-count=${most}`, format, 'refs/heads/fetched', '--'])
  ).split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [id = '', author = '', time = '', title = ''] = fields.slice(at, at + 4);
    commits.push({ id: id.trim(), author, time, title });
  }
  return commits;
}

/** What a file shows of itself: text, or why it can't be shown. */
function shown(content: Buffer): { kind: 'text'; text: string } | { kind: 'binary' } {
  if (content.includes(0)) return { kind: 'binary' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { kind: 'text', text };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'binary' };
    throw error;
  }
}

/** The requests that only look. */
export const readings = (env: Env, turn: Turn) => ({
  async repository(body: Body) {
    const repository = await findRepository(turn, repositoryIn(body));
    const branches = await withWork(env, repository.name, branchesOf);
    return { ...repository, branches: [...branches].map(([name, commit]) => ({ name, commit })) };
  },

  /** What lies in a folder of a branch, and the branch's newest commit. */
  tree(body: Body) {
    const [repository, branch, folder] = [repositoryIn(body), branchIn(body), textIn(body, 'path', 4096)];
    return withWork(env, repository, async (work) => {
      const commit = await fetchBranch(work, branch, 1);
      const entries = await entriesOf(work, commit);
      if (folder !== '' && !entries.some(({ path, kind }) => path === folder && kind === 'folder'))
        throw new HostRefusal(`There is no folder ${folder} in ${branch}.`);
      const [newest] = await log(work, 1);
      const here = entriesIn(entries, folder).map(({ path, kind, bytes }) => ({ path, kind, bytes }));
      return { commit: newest, entries: here };
    });
  },

  /** A file as it is in a branch. `commit` is what an edit of it builds upon. */
  file(body: Body) {
    const [repository, branch, path] = [repositoryIn(body), branchIn(body), textIn(body, 'path', 4096)];
    return withWork(env, repository, async (work) => {
      const commit = await fetchBranch(work, branch, 1);
      const entry = (await entriesOf(work, commit)).find((one) => one.path === path);
      if (entry === undefined || entry.kind === 'folder' || entry.kind === 'module')
        throw new HostRefusal(`There is no file ${path} in ${branch}.`);
      const { kind, object, bytes = 0 } = entry;
      const about = { commit, bytes, isLink: kind === 'link' };
      if (bytes > longestFile) return { ...about, kind: 'large' as const };
      return { ...about, ...shown(await work.git(['cat-file', 'blob', object])) };
    });
  },

  /** The newest hundred commits of a branch. */
  commits(body: Body) {
    const [repository, branch] = [repositoryIn(body), branchIn(body)];
    return withWork(env, repository, async (work) => {
      await fetchBranch(work, branch, 100);
      return { commits: await log(work, 100) };
    });
  },
});
