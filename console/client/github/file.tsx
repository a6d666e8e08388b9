import { Read } from '../../../companion/ui/page.tsx';
import { host } from '../host.ts';
import { useLoaded } from '../load.ts';
import { Folders } from './files.tsx';
import { GithubPage } from './page.tsx';
import { pathIn } from './place.ts';

/** A file as it is in a branch. */
export type FileRead = { commit: string; bytes: number; isLink: boolean } & (
  | { kind: 'text'; text: string }
  | { kind: 'binary' | 'large' }
);

export const useFile = (repository: string, branch: string, path: string) =>
  useLoaded(`File ${path}`, () => host<FileRead>('file', { repository, branch, path }), [
    repository,
    branch,
    path,
  ]);

/** One file: its text, or what else it is; and the pencil. */
export function FilePage({ owner = '', name = '', branch = '', rest = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const file = useFile(repository, branch, rest);
  const isEditable = file.value?.kind === 'text' && !file.value.isLink;
  return (
    <GithubPage
      title={rest.slice(rest.lastIndexOf('/') + 1)}
      repository={repository}
      actions={
        isEditable ? (
          <a class="plain" href={pathIn(repository, 'edit', branch, rest)}>
            <span aria-hidden="true">✎ </span>Edit this file
          </a>
        ) : undefined
      }
    >
      <Folders repository={repository} branch={branch} folder={rest} />
      <Read of={file}>
        {(read) => (
          <>
            <p class="github-commit">
              {read.bytes.toLocaleString('en')} bytes on <strong>{branch}</strong>, at{' '}
              <code>{read.commit.slice(0, 7)}</code>
            </p>
            <Content of={read} />
          </>
        )}
      </Read>
    </GithubPage>
  );
}

function Content({ of }: { of: FileRead }) {
  if (of.kind !== 'text')
    return (
      <p class="empty">
        {of.kind === 'binary'
          ? "This is a binary file; it can't be shown as text."
          : 'This file is too large to be shown here.'}
      </p>
    );
  if (of.isLink) return <p class="empty">This is a symbolic link to {of.text}.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard, too
    <section aria-label="Content" class="github-content" tabIndex={0}>
      <pre>
        <code>{of.text}</code>
      </pre>
    </section>
  );
}
