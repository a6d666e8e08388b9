import { gitHost } from '../../git-host.ts';
import { useLoaded } from '../../use-loaded.ts';
import { SelectOrText } from './select-or-text.tsx';

interface Props {
  value: string;
  error?: string | undefined;
  onValue(value: string): void;
}

/** A choice among the repositories that the connection's app can access. */
export function RepositoryChoice({ connection, ...field }: Props & { connection: string }) {
  const granted = useLoaded('Repositories', async () => {
    if (connection === '') return [];
    const { repositories } = await gitHost<{ repositories: { name: string }[] }>('granted-repositories', {
      connectionArn: connection,
    });
    return repositories.map(({ name }) => name);
  }, [connection]);
  return (
    <SelectOrText
      {...field}
      of={granted}
      label="Repository name"
      hint={connection === '' ? 'As owner/name.' : 'As owner/name. The connection shows none.'}
    />
  );
}

/** A choice among the branches of a repository. Without any branch, the user types a name, as in AWS's console. */
export function BranchChoice({ repository, ...field }: Props & { repository: string }) {
  const branches = useLoaded('Branches', async () => {
    if (!repository.includes('/')) return [];
    const { branches } = await gitHost<{ branches: { name: string }[] }>('repository', { repository });
    return branches.map(({ name }) => name);
  }, [repository]);
  return <SelectOrText {...field} of={branches} label="Default branch" placeholder="main" />;
}
