import { useState } from 'preact/hooks';
import { Checkbox, RadioGroup } from '../../../companion/ui/form.tsx';
import { adminCommand, gitHost } from '../git-host.ts';

/** The name of AWS's app on GitHub. */
export const appName = 'AWS Connector for GitHub';

/** An installation of the app for one account at the git host, or for all accounts when `owner` is undefined. */
export interface Installation {
  id: string;
  owner?: string;
  repositories?: string[];
}

export async function readInstallations(): Promise<Installation[]> {
  const { installations } = await gitHost<{ installations: Installation[] }>('installations');
  return installations;
}

export const installationAccount = ({ owner }: Installation) =>
  owner ?? 'every account (lab practice authorize)';

/** `all`, or the full names of the chosen repositories. */
export type Access = 'all' | readonly string[];

/** The body of the request that installs the app, the same for the pretend GitHub and for the admin API. */
export const installRequest = (owner: string, access: Access) => ({
  owner,
  ...(access === 'all' ? {} : { repositories: access }),
});

export const installCommand = (owner: string, access: Access) =>
  adminCommand('POST', 'installations', installRequest(owner, access));

/** The full names of an account's repositories. */
export const repositoriesOf = (owner: string, names: readonly string[]) =>
  names.filter((name) => name.split('/')[0]?.toLowerCase() === owner.toLowerCase());

/** A choice of the account's repositories that the app may access. */
export function RepositoryAccess(props: {
  /** Full names of the account's repositories. */
  repositories: readonly string[];
  value: Access;
  onValue(value: Access): void;
}) {
  const { repositories, value, onValue } = props;
  // The chosen repositories are kept while *All repositories* is selected.
  const [chosen, setChosen] = useState<readonly string[]>(value === 'all' ? [] : value);
  const select = (names: readonly string[]) => {
    setChosen(names);
    onValue(names);
  };
  return (
    <>
      <RadioGroup
        legend="Repository access"
        value={value === 'all' ? 'all' : 'some'}
        onValue={(kind) => onValue(kind === 'all' ? 'all' : chosen)}
        choices={[
          { value: 'all', label: 'All repositories', hint: 'Those that are made later, too.' },
          { value: 'some', label: 'Only select repositories', hint: 'At least one.' },
        ]}
      />
      {value === 'all' ? null : (
        <fieldset class="github-choice">
          <legend>Select repositories</legend>
          {repositories.length === 0 ? <p class="hint">This account has no repository yet.</p> : null}
          {repositories.map((name) => (
            <Checkbox
              key={name}
              label={name.split('/')[1]}
              checked={chosen.includes(name)}
              onValue={(isChosen) =>
                select(isChosen ? [...chosen, name] : chosen.filter((other) => other !== name))
              }
            />
          ))}
        </fieldset>
      )}
    </>
  );
}
