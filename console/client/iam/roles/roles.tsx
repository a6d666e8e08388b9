import { useState } from 'preact/hooks';
import { TextField } from '../../../../companion/ui/form.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Timestamp } from '../../../../companion/ui/status.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { IamNav } from '../nav.tsx';
import type { Role } from '../read.ts';
import { createRoleUrl, rolesUrl, roleUrl } from '../urls.ts';
import { DeleteRole } from './delete.tsx';
import { trustedEntities } from './trusted-entities.ts';

/** *Roles*: all roles of the account, since IAM has no regions. */
export function Roles() {
  const [chosen, setChosen] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [isDeleting, setDeleting] = useState(false);
  const roles = useLoaded(
    'Roles',
    async (aws) => (await aws<{ Roles?: Role[] }>('iam', 'list-roles')).Roles ?? [],
    [],
  );
  const [name] = chosen;
  return (
    <Page
      title="Roles"
      breadcrumbs={[['IAM', rolesUrl()]]}
      actions={
        <>
          <button type="button" class="plain" disabled={name === undefined} onClick={() => setDeleting(true)}>
            Delete
          </button>
          <a class="primary" href={createRoleUrl()}>
            Create role
          </a>
        </>
      }
    >
      <IamNav current="Roles" />
      <WhenLoaded of={roles}>
        {(rows) => (
          <>
            {rows.length === 0 ? null : <TextField label="Search" value={search} onValue={setSearch} />}
            <Table<Role>
              label="Roles"
              rows={rows.filter(({ RoleName }) => RoleName.toLowerCase().includes(search.toLowerCase()))}
              id={({ RoleName }) => RoleName}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty={rows.length === 0 ? 'No roles.' : 'No role has this in its name.'}
              columns={[
                {
                  name: 'Role name',
                  cell: ({ RoleName }) => <a href={roleUrl(RoleName)}>{RoleName}</a>,
                },
                {
                  name: 'Trusted entities',
                  cell: ({ AssumeRolePolicyDocument }) =>
                    trustedEntities(AssumeRolePolicyDocument).join(', '),
                },
                { name: 'Created', cell: ({ CreateDate }) => <Timestamp time={CreateDate} /> },
              ]}
            />
          </>
        )}
      </WhenLoaded>
      {isDeleting && name !== undefined ? (
        <DeleteRole
          name={name}
          onClose={() => setDeleting(false)}
          onDeleted={async () => {
            setChosen([]);
            await roles.reload();
          }}
        />
      ) : null}
    </Page>
  );
}
