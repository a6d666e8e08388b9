import { useState } from 'preact/hooks';
import { Text } from '../../../../companion/ui/form.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { When } from '../../../../companion/ui/status.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { useLoaded } from '../../load.ts';
import { IamNav } from '../nav.tsx';
import { createRoleAddress, roleAddress, rolesAddress } from '../place.ts';
import type { Role } from '../read.ts';
import { DeleteRole } from './delete.tsx';
import { trustedEntities } from './trusted.ts';

/** *Roles* of the account; IAM has no regions. */
export function Roles() {
  const [chosen, setChosen] = useState<string[]>([]);
  const [wanted, setWanted] = useState('');
  const [asks, setAsks] = useState(false);
  const roles = useLoaded(
    'Roles',
    async (aws) => (await aws<{ Roles?: Role[] }>('iam', 'list-roles')).Roles ?? [],
    [],
  );
  const [name] = chosen;
  return (
    <Page
      title="Roles"
      crumbs={[['IAM', rolesAddress()]]}
      actions={
        <>
          <button type="button" class="plain" disabled={name === undefined} onClick={() => setAsks(true)}>
            Delete
          </button>
          <a class="primary" href={createRoleAddress()}>
            Create role
          </a>
        </>
      }
    >
      <IamNav here="Roles" />
      <Read of={roles}>
        {(rows) => (
          <>
            {rows.length === 0 ? null : <Text label="Search" value={wanted} onValue={setWanted} />}
            <Table<Role>
              label="Roles"
              rows={rows.filter(({ RoleName }) => RoleName.toLowerCase().includes(wanted.toLowerCase()))}
              id={({ RoleName }) => RoleName}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty={rows.length === 0 ? 'No roles.' : 'No role has this in its name.'}
              columns={[
                {
                  name: 'Role name',
                  cell: ({ RoleName }) => <a href={roleAddress(RoleName)}>{RoleName}</a>,
                },
                {
                  name: 'Trusted entities',
                  cell: ({ AssumeRolePolicyDocument }) =>
                    trustedEntities(AssumeRolePolicyDocument).join(', '),
                },
                { name: 'Created', cell: ({ CreateDate }) => <When time={CreateDate} /> },
              ]}
            />
          </>
        )}
      </Read>
      {asks && name !== undefined ? (
        <DeleteRole
          name={name}
          onClose={() => setAsks(false)}
          onDeleted={async () => {
            setChosen([]);
            await roles.reload();
          }}
        />
      ) : null}
    </Page>
  );
}
