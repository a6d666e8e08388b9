import { useState } from 'preact/hooks';
import { Checkbox, RadioGroup } from '../../../companion/ui/form.tsx';
import { adminCommand, gitHost } from '../git-host.ts';

/** The name of AWS's app at GitHub. */
export const appName = 'AWS Connector for GitHub';

/** The app as it is installed: for an account at the git host, or, without `owner`, for all. */
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

/** `all`, or the chosen ones by their full names. */
export type Access = 'all' | readonly string[];

/** The body of a request, and of the knob behind it, that installs the app. */
export const installRequest = (owner: string, access: Access) => ({
  owner,
  ...(access === 'all' ? {} : { repositories: access }),
});

export const installCommand = (owner: string, access: Access) =>
  adminCommand('POST', 'installations', installRequest(owner, access));

/** The repositories of an account, by their full names. */
export const repositoriesOf = (owner: string, names: readonly string[]) =>
  names.filter((name) => name.split('/')[0]?.toLowerCase() === owner.toLowerCase());

/** Which repositories of an account the app may see. */
export function RepositoryAccess(props: {
  /** Full names of the account's repositories. */
  repositories: readonly string[];
  value: Access;
  onValue(value: Access): void;
}) {
  const { repositories, value, onValue } = props;
  // Those chosen stay chosen while one looks at the other choice.
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
