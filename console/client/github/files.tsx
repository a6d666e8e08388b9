import { Read } from '../../../companion/ui/page.tsx';
import { When } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { host } from '../host.ts';
import { useLoaded } from '../load.ts';
import { Menu } from './menu.tsx';
import { pathIn, placeIn } from './place.ts';
import type { RepositoryRead } from './use-repository.ts';

interface Entry {
  path: string;
  kind: 'file' | 'folder' | 'link' | 'module';
  bytes?: number;
}

export interface Commit {
  id: string;
  title: string;
  author: string;
  time: string;
}

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const glyphs = { file: '▤', folder: '▸', link: '↪', module: '⧉' };

/** The branch selector, what one can add, and what lies in a folder of a branch. */
export function Files({ repository, branch, folder }: FilesProps) {
  const { name, branches } = repository;
  const tree = useLoaded(
    `Files of ${name}`,
    () => host<{ commit?: Commit; entries: Entry[] }>('tree', { repository: name, branch, path: folder }),
    [name, branch, folder],
  );
  return (
    <>
      <div class="github-tools">
        <Menu
          label={
            <>
              <span aria-hidden="true">⎇ </span>
              <span class="unseen">Branch </span>
              {branch}
            </>
          }
        >
          {branches.map((one) => (
            <a key={one.name} href={placeIn(name, 'tree', one.name)}>
              {one.name}
            </a>
          ))}
        </Menu>
        <a href={placeIn(name, 'commits', branch)}>Commits</a>
        <Menu label="Add file">
          <a href={pathIn(name, 'new', branch, folder)}>Create new file</a>
        </Menu>
      </div>
      {folder === '' ? null : <Folders repository={name} branch={branch} folder={folder} />}
      <Read of={tree}>
        {({ commit, entries }) => (
          <>
            {commit === undefined ? null : <NewestCommit commit={commit} />}
            <Table
              label="Files"
              rows={entries}
              id={({ path }) => path}
              empty="There is no file here."
              columns={[
                {
                  name: 'Name',
                  cell: ({ path, kind }) => (
                    <>
                      <span aria-hidden="true">{glyphs[kind]} </span>
                      {kind === 'module' ? (
                        lastPart(path)
                      ) : (
                        <a href={pathIn(name, kind === 'folder' ? 'tree' : 'blob', branch, path)}>
                          {lastPart(path)}
                        </a>
                      )}
                    </>
                  ),
                },
                { name: 'Size', cell: ({ kind, bytes }) => (kind === 'file' ? `${bytes ?? 0} bytes` : kind) },
              ]}
            />
          </>
        )}
      </Read>
    </>
  );
}

interface FilesProps {
  repository: RepositoryRead;
  branch: string;
  folder: string;
}

/** The folders above a place, each a way up. */
export function Folders({
  repository,
  branch,
  folder,
}: {
  repository: string;
  branch: string;
  folder: string;
}) {
  const parts = folder.split('/');
  return (
    <nav class="github-path" aria-label="Folders">
      <a href={placeIn(repository, 'tree', branch)}>{repository.split('/')[1]}</a>
      {parts.map((part, index) => {
        const path = parts.slice(0, index + 1).join('/');
        return (
          <span key={path}>
            {' / '}
            {index === parts.length - 1 ? (
              part
            ) : (
              <a href={pathIn(repository, 'tree', branch, path)}>{part}</a>
            )}
          </span>
        );
      })}
    </nav>
  );
}

function NewestCommit({ commit: { id, title, author, time } }: { commit: Commit }) {
  return (
    <p class="github-commit">
      <strong>{author}</strong> {title} <code>{id.slice(0, 7)}</code> <When time={time} />
    </p>
  );
}
