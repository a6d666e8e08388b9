import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { gitHost } from '../git-host.ts';
import { useLoaded } from '../use-loaded.ts';
import { FolderPath } from './files.tsx';
import { GithubPage } from './page.tsx';
import { branchPathUrl } from './urls.ts';

/** The content of a file in a branch. */
export type FileContent = { commit: string; bytes: number; isLink: boolean } & (
  | { kind: 'text'; text: string }
  | { kind: 'binary' | 'large' }
);

export const useFile = (repository: string, branch: string, path: string) =>
  useLoaded(`File ${path}`, () => gitHost<FileContent>('file', { repository, branch, path }), [
    repository,
    branch,
    path,
  ]);

/** One file: its text, or why it is not shown, and the button to edit it. */
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
          <a class="plain" href={branchPathUrl(repository, 'edit', branch, rest)}>
            <span aria-hidden="true">✎ </span>Edit this file
          </a>
        ) : undefined
      }
    >
      <FolderPath repository={repository} branch={branch} folder={rest} />
      <WhenLoaded of={file}>
        {(content) => (
          <>
            <p class="github-commit">
              {content.bytes.toLocaleString('en')} bytes on <strong>{branch}</strong>, at{' '}
              <code>{content.commit.slice(0, 7)}</code>
            </p>
            <FileContentView of={content} />
          </>
        )}
      </WhenLoaded>
    </GithubPage>
  );
}

function FileContentView({ of }: { of: FileContent }) {
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
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines must be scrollable with the keyboard
    <section aria-label="Content" class="github-content" tabIndex={0}>
      <pre>
        <code>{of.text}</code>
      </pre>
    </section>
  );
}
