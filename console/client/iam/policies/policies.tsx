import { useState } from 'preact/hooks';
import { Select, Text } from '../../../../companion/ui/form.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { Page, Read } from '../../../../companion/ui/page.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { useLoaded } from '../../load.ts';
import { IamNav } from '../nav.tsx';
import { policiesAddress, policyAddress, rolesAddress } from '../place.ts';
import { isAwsManaged, type Policy } from '../read.ts';
import { DeletePolicy } from './delete.tsx';

type Type = 'all' | 'customer' | 'aws';

const isOf = (type: Type, arn: string): boolean => type === 'all' || isAwsManaged(arn) === (type === 'aws');

/** *Policies*: AWS's own and the account's. */
export function Policies() {
  const [chosen, setChosen] = useState<string[]>([]);
  const [wanted, setWanted] = useState('');
  const [type, setType] = useState<Type>('all');
  const [asks, setAsks] = useState(false);
  const policies = useLoaded(
    'Policies',
    async (aws) => (await aws<{ Policies?: Policy[] }>('iam', 'list-policies')).Policies ?? [],
    [],
  );
  const policy = policies.value?.find(({ PolicyName }) => PolicyName === chosen[0]);
  return (
    <Page
      title="Policies"
      crumbs={[['IAM', rolesAddress()]]}
      actions={
        <Menu
          label="Actions"
          items={[
            {
              label: 'Delete',
              disabled: policy === undefined || isAwsManaged(policy.Arn),
              choose: () => setAsks(true),
            },
          ]}
        />
      }
    >
      <IamNav here="Policies" />
      <Read of={policies}>
        {(rows) => (
          <>
            <div class="finder">
              <Text label="Search" value={wanted} onValue={setWanted} />
              <Select
                label="Filter by Type"
                value={type}
                choices={[
                  { value: 'all', label: 'All types' },
                  { value: 'customer', label: 'Customer managed' },
                  { value: 'aws', label: 'AWS managed' },
                ]}
                onValue={(one) => setType(one)}
              />
            </div>
            <Table<Policy>
              label="Policies"
              rows={rows.filter(
                ({ PolicyName, Arn }) =>
                  isOf(type, Arn) && PolicyName.toLowerCase().includes(wanted.toLowerCase()),
              )}
              id={({ PolicyName }) => PolicyName}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty="No policies found."
              columns={[
                {
                  name: 'Policy name',
                  cell: ({ PolicyName, Arn }) => <a href={policyAddress(Arn)}>{PolicyName}</a>,
                },
                { name: 'Type', cell: ({ Arn }) => (isAwsManaged(Arn) ? 'AWS managed' : 'Customer managed') },
                { name: 'Used as', cell: ({ AttachmentCount = 0 }) => usedAs(AttachmentCount) },
                { name: 'Description', cell: ({ Description }) => Description || '–' },
              ]}
            />
          </>
        )}
      </Read>
      {asks && policy !== undefined ? (
        <DeletePolicy
          name={policy.PolicyName}
          arn={policy.Arn}
          onClose={() => setAsks(false)}
          onDeleted={async () => {
            setChosen([]);
            await policies.reload();
          }}
        />
      ) : null}
    </Page>
  );
}

const usedAs = (count: number): string => (count === 0 ? 'None' : `Permissions policy (${count})`);

/** The way down to a policy's page. */
export const policyCrumbs = (): (readonly [string, string])[] => [
  ['IAM', rolesAddress()],
  ['Policies', policiesAddress()],
];
