import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Timestamp } from '../../../companion/ui/status.tsx';
import { Table } from '../../../companion/ui/table.tsx';
import { gitHost } from '../git-host.ts';
import { useLoaded } from '../use-loaded.ts';
import { LinkMenu } from './link-menu.tsx';
import type { RepositoryDetails } from './repository-details.ts';
import { branchPathUrl, repositoryUrl } from './urls.ts';

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

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const kindIcons = { file: '▤', folder: '▸', link: '↪', module: '⧉' };

/** The branch selector, the menu to add a file, and the contents of a folder of a branch. */
export function Files({ repository, branch, folder }: FilesProps) {
  const { name, branches } = repository;
  const tree = useLoaded(
    `Files of ${name}`,
    () => gitHost<{ commit?: Commit; entries: Entry[] }>('tree', { repository: name, branch, path: folder }),
    [name, branch, folder],
  );
  return (
    <>
      <div class="github-tools">
        <LinkMenu
          label={
            <>
              <span aria-hidden="true">⎇ </span>
              <span class="unseen">Branch </span>
              {branch}
            </>
          }
        >
          {branches.map((one) => (
            <a key={one.name} href={repositoryUrl(name, 'tree', one.name)}>
              {one.name}
            </a>
          ))}
        </LinkMenu>
        <a href={repositoryUrl(name, 'commits', branch)}>Commits</a>
        <LinkMenu label="Add file">
          <a href={branchPathUrl(name, 'new', branch, folder)}>Create new file</a>
        </LinkMenu>
      </div>
      {folder === '' ? null : <FolderPath repository={name} branch={branch} folder={folder} />}
      <WhenLoaded of={tree}>
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
                      <span aria-hidden="true">{kindIcons[kind]} </span>
                      {kind === 'module' ? (
                        baseName(path)
                      ) : (
                        <a href={branchPathUrl(name, kind === 'folder' ? 'tree' : 'blob', branch, path)}>
                          {baseName(path)}
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
      </WhenLoaded>
    </>
  );
}

interface FilesProps {
  repository: RepositoryDetails;
  branch: string;
  folder: string;
}

/** Links to the folders above a file or a folder. */
export function FolderPath({
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
      <a href={repositoryUrl(repository, 'tree', branch)}>{repository.split('/')[1]}</a>
      {parts.map((part, index) => {
        const path = parts.slice(0, index + 1).join('/');
        return (
          <span key={path}>
            {' / '}
            {index === parts.length - 1 ? (
              part
            ) : (
              <a href={branchPathUrl(repository, 'tree', branch, path)}>{part}</a>
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
      <strong>{author}</strong> {title} <code>{id.slice(0, 7)}</code> <Timestamp time={time} />
    </p>
  );
}
