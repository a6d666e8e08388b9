import { useState } from 'preact/hooks';
import { Box, Radios } from '../../../companion/ui/form.tsx';
import { Read } from '../../../companion/ui/page.tsx';
import { hostAs } from '../host.ts';
import { useLoaded } from '../load.ts';
import { go, to } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import {
  type Access,
  appName,
  type Installation,
  installBody,
  installText,
  ownedBy,
  RepositoryAccess,
  readInstallations,
} from './app.tsx';
import { GithubPage } from './page.tsx';
import { readRepositories } from './repositories.tsx';

const key = 'lab-github-authorized';

/** Where a connection's handshake goes on: GitHub asks once in a tab whether AWS's app may know who you are. */
export const handshakeOf = (arn: string): string =>
  sessionStorage.getItem(key) === null ? to('github', 'authorize', arn) : connectPage(arn);

const connectPage = (arn: string) => to('connections', 'connect', arn);

/** GitHub asks whether AWS's app may know who is there. */
export function Authorize({ arn = '' }: Record<string, string>) {
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
            go(connectPage(arn));
          }}
        >
          Authorize {appName}
        </button>
      </div>
    </GithubPage>
  );
}

/** Installs AWS's app for an account: on its pages at GitHub one chooses what it may see. */
export function Install({ arn = '' }: Record<string, string>) {
  const found = useLoaded('Accounts and repositories', async () => {
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
      <Read of={found}>{(read) => <InstallForm arn={arn} {...read} />}</Read>
    </GithubPage>
  );
}

function InstallForm({ arn, installations, names, owners }: InstallFormProps) {
  const installedFor = (wanted: string) =>
    installations.find((one) => one.owner?.toLowerCase() === wanted.toLowerCase());
  const accessOf = (wanted: string): Access => installedFor(wanted)?.repositories ?? 'all';
  const [owner, setOwner] = useState(owners[0] ?? '');
  const [access, setAccess] = useState(accessOf(owner));
  return (
    <Box title="Account and repositories">
      <Radios
        legend="Where to install it"
        value={owner}
        onValue={(one) => {
          setOwner(one);
          setAccess(accessOf(one));
        }}
        choices={owners.map((one) => ({ value: one, label: one }))}
      />
      <RepositoryAccess key={owner} repositories={ownedBy(owner, names)} value={access} onValue={setAccess} />
      {installedFor(owner) === undefined ? null : (
        <p class="hint">It is installed for {owner} already; this changes what it may see.</p>
      )}
      <p class="hint">It may read code, and hear of pushes.</p>
      <div class="actions">
        <AwsButton
          label="Install"
          title={`Install ${appName}`}
          disabled={access.length === 0}
          run={async (aws) => {
            const { id } = await hostAs<Installation>(
              aws,
              installText(owner, access),
              'install',
              installBody(owner, access),
            );
            go(`${connectPage(arn)}?installation=${encodeURIComponent(id)}`);
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
