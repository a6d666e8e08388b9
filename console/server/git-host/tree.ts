import type { ScratchRepository } from './scratch-repository.ts';

/** One entry in the tree of a commit, at any depth. */
export interface Entry {
  path: string;
  kind: 'file' | 'folder' | 'link' | 'module';
  /** Git's own mode, such as `100644`. */
  mode: string;
  object: string;
  /** Only for files and links. */
  bytes?: number;
}

const kindsByMode: Record<string, Entry['kind']> = {
  '120000': 'link',
  '160000': 'module',
  '040000': 'folder',
};

/** All entries of a commit. No path is passed to git, so that git cannot take one for an option or a pattern. */
export async function entriesOf(scratch: ScratchRepository, commit: string): Promise<Entry[]> {
  const listing = await scratch.git(['ls-tree', '-z', '-l', '-r', '-t', commit]);
  return listing
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, mode = '', object = '', size = '', path = ''] =
        /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
      if (path === '') return [];
      const kind = kindsByMode[mode] ?? 'file';
      return [{ path, kind, mode, object, ...(size === '-' ? {} : { bytes: Number(size) }) }];
    });
}

/** The direct entries of a folder (`''` is the root), folders first. */
export function entriesIn(entries: readonly Entry[], folder: string): Entry[] {
  const start = folder === '' ? '' : `${folder}/`;
  return entries
    .filter(({ path }) => path.startsWith(start) && !path.slice(start.length).includes('/'))
    .sort((a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || (a.path < b.path ? -1 : 1));
}
