import { GitHostError } from '../ports.ts';
import { findRepository, type GitHostAdmin } from './git-host-admin.ts';
import { type Body, branchIn, maxFileBytes, repositoryIn, textIn } from './input.ts';
import {
  branchesOf,
  fetchBranch,
  type ScratchRepository,
  withScratchRepository,
} from './scratch-repository.ts';
import { entriesIn, entriesOf } from './tree.ts';

type Env = Record<string, string | undefined>;

/** A commit, as the pages list it. */
interface Commit {
  id: string;
  title: string;
  author: string;
  /** ISO 8601. */
  time: string;
}

async function log(scratch: ScratchRepository, limit: number): Promise<Commit[]> {
  const format = '--format=%H%x00%an%x00%aI%x00%s%x00';
  const fields = (
    await scratch.text([
      'log',
      '--no-show-signature',
      `--max-count=${limit}`,
      format,
      'refs/heads/fetched',
      '--',
    ])
  ).split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [id = '', author = '', time = '', title = ''] = fields.slice(at, at + 4);
    commits.push({ id: id.trim(), author, time, title });
  }
  return commits;
}

/** The text of a file, or `binary` when the content is not UTF-8 text. */
function fileContent(content: Buffer): { kind: 'text'; text: string } | { kind: 'binary' } {
  if (content.includes(0)) return { kind: 'binary' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { kind: 'text', text };
  } catch (error) {
    if (error instanceof TypeError) return { kind: 'binary' };
    throw error;
  }
}

/** The requests that only read. */
export const readRequests = (env: Env, admin: GitHostAdmin) => ({
  async repository(body: Body) {
    const repository = await findRepository(admin, repositoryIn(body));
    const branches = await withScratchRepository(env, repository.name, branchesOf);
    return { ...repository, branches: [...branches].map(([name, commit]) => ({ name, commit })) };
  },

  /** The entries of a folder in a branch, and the branch's newest commit. */
  tree(body: Body) {
    const [repository, branch, folder] = [repositoryIn(body), branchIn(body), textIn(body, 'path', 4096)];
    return withScratchRepository(env, repository, async (scratch) => {
      const commit = await fetchBranch(scratch, branch, 1);
      const entries = await entriesOf(scratch, commit);
      if (folder !== '' && !entries.some(({ path, kind }) => path === folder && kind === 'folder'))
        throw new GitHostError(`There is no folder ${folder} in ${branch}.`);
      const [newest] = await log(scratch, 1);
      const inFolder = entriesIn(entries, folder).map(({ path, kind, bytes }) => ({ path, kind, bytes }));
      return { commit: newest, entries: inFolder };
    });
  },

  /** The content of a file in a branch. `commit` is the commit that an edit is based on. */
  file(body: Body) {
    const [repository, branch, path] = [repositoryIn(body), branchIn(body), textIn(body, 'path', 4096)];
    return withScratchRepository(env, repository, async (scratch) => {
      const commit = await fetchBranch(scratch, branch, 1);
      const entry = (await entriesOf(scratch, commit)).find((one) => one.path === path);
      if (entry === undefined || entry.kind === 'folder' || entry.kind === 'module')
        throw new GitHostError(`There is no file ${path} in ${branch}.`);
      const { kind, object, bytes = 0 } = entry;
      const details = { commit, bytes, isLink: kind === 'link' };
      if (bytes > maxFileBytes) return { ...details, kind: 'large' as const };
      return { ...details, ...fileContent(await scratch.git(['cat-file', 'blob', object])) };
    });
  },

  /** The newest hundred commits of a branch. */
  commits(body: Body) {
    const [repository, branch] = [repositoryIn(body), branchIn(body)];
    return withScratchRepository(env, repository, async (scratch) => {
      await fetchBranch(scratch, branch, 100);
      return { commits: await log(scratch, 100) };
    });
  },
});
