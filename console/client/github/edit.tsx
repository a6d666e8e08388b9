import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { Editor } from './editor.tsx';
import { useFile } from './file.tsx';
import { GithubPage } from './page.tsx';
import { useRepository } from './repository.tsx';

/** Creates a file in a branch, which can be the first file of the repository. */
export function NewFile({ owner = '', name = '', branch = '', rest = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const loaded = useRepository(repository);
  return (
    <GithubPage title="Create new file" repository={repository}>
      <WhenLoaded of={loaded}>
        {({ branches }) => (
          <Editor
            of={{
              repository,
              branch,
              was: undefined,
              text: '',
              base: branches.find((one) => one.name === branch)?.commit,
              path: rest === '' ? '' : `${rest}/`,
            }}
          />
        )}
      </WhenLoaded>
    </GithubPage>
  );
}

/** Edits an existing file. */
export function EditFile({ owner = '', name = '', branch = '', rest = '' }: Record<string, string>) {
  const repository = `${owner}/${name}`;
  const file = useFile(repository, branch, rest);
  return (
    <GithubPage title={`Edit ${rest.slice(rest.lastIndexOf('/') + 1)}`} repository={repository}>
      <WhenLoaded of={file}>
        {(content) =>
          content.kind === 'text' && !content.isLink ? (
            <Editor
              of={{ repository, branch, base: content.commit, was: rest, path: rest, text: content.text }}
            />
          ) : (
            <p class="empty">Only text can be edited here.</p>
          )
        }
      </WhenLoaded>
    </GithubPage>
  );
}
