import { useState } from 'preact/hooks';
import { Box, RadioGroup } from '../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../companion/ui/page.tsx';
import { loggedGitHost } from '../git-host.ts';
import { navigate, urlTo } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { useLoaded } from '../use-loaded.ts';
import {
  type Access,
  appName,
  type Installation,
  installCommand,
  installRequest,
  RepositoryAccess,
  readInstallations,
  repositoriesOf,
} from './app.tsx';
import { GithubPage } from './page.tsx';
import { readRepositories } from './repositories.tsx';

const key = 'lab-github-authorized';

/** The URL where a connection's handshake continues. GitHub asks once in each tab to authorize AWS's app. */
export const handshakeUrl = (arn: string): string =>
  sessionStorage.getItem(key) === null ? urlTo('github', 'authorize', arn) : connectUrl(arn);

const connectUrl = (arn: string) => urlTo('connections', 'connect', arn);

/** GitHub asks whether AWS's app may know who the user is. */
export function AuthorizeApp({ arn = '' }: Record<string, string>) {
  return (
    <GithubPage title={`${appName} asks to know who you are`}>
      <p>
        AWS's app wants to see which of your accounts it is installed for. It gets no password, and sees no
        repository by this: what it may read, you choose next.
      </p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          onClick={() => {
            sessionStorage.setItem(key, 'yes');
            navigate(connectUrl(arn));
          }}
        >
          Authorize {appName}
        </button>
      </div>
    </GithubPage>
  );
}

/** Installs AWS's app for an account. As on GitHub, the user chooses the repositories that the app may access. */
export function InstallApp({ arn = '' }: Record<string, string>) {
  const loaded = useLoaded('Accounts and repositories', async () => {
    const [installations, { repositories, owner }] = await Promise.all([
      readInstallations(),
      readRepositories(),
    ]);
    const names = repositories.map(({ name }) => name);
    const owners = [...new Set([owner, ...names.map((name) => name.split('/')[0] ?? '')])];
    return { installations, names, owners };
  }, []);
  return (
    <GithubPage title={`Install ${appName}`}>
      <WhenLoaded of={loaded}>{(details) => <InstallForm arn={arn} {...details} />}</WhenLoaded>
    </GithubPage>
  );
}

function InstallForm({ arn, installations, names, owners }: InstallFormProps) {
  const installationFor = (account: string) =>
    installations.find((one) => one.owner?.toLowerCase() === account.toLowerCase());
  const currentAccess = (account: string): Access => installationFor(account)?.repositories ?? 'all';
  const [owner, setOwner] = useState(owners[0] ?? '');
  const [access, setAccess] = useState(currentAccess(owner));
  return (
    <Box title="Account and repositories">
      <RadioGroup
        legend="Where to install it"
        value={owner}
        onValue={(one) => {
          setOwner(one);
          setAccess(currentAccess(one));
        }}
        choices={owners.map((one) => ({ value: one, label: one }))}
      />
      <RepositoryAccess
        key={owner}
        repositories={repositoriesOf(owner, names)}
        value={access}
        onValue={setAccess}
      />
      {installationFor(owner) === undefined ? null : (
        <p class="hint">It is installed for {owner} already; this changes what it may see.</p>
      )}
      <p class="hint">It may read code, and hear of pushes.</p>
      <div class="actions">
        <AwsButton
          label="Install"
          title={`Install ${appName}`}
          disabled={access.length === 0}
          run={async (aws) => {
            const { id } = await loggedGitHost<Installation>(
              aws,
              installCommand(owner, access),
              'install',
              installRequest(owner, access),
            );
            navigate(`${connectUrl(arn)}?installation=${encodeURIComponent(id)}`);
          }}
        />
      </div>
    </Box>
  );
}

interface InstallFormProps {
  arn: string;
  installations: readonly Installation[];
  names: readonly string[];
  owners: readonly string[];
}
