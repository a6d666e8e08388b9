import { useState } from 'preact/hooks';
import { Select, TextField } from '../../../../companion/ui/form.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { Page, WhenLoaded } from '../../../../companion/ui/page.tsx';
import { Table } from '../../../../companion/ui/table.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { IamNav } from '../nav.tsx';
import { isAwsManaged, type Policy } from '../read.ts';
import { policiesUrl, policyUrl, rolesUrl } from '../urls.ts';
import { DeletePolicy } from './delete.tsx';

type PolicyType = 'all' | 'customer' | 'aws';

const hasType = (type: PolicyType, arn: string): boolean =>
  type === 'all' || isAwsManaged(arn) === (type === 'aws');

/** *Policies*: AWS's own and the account's. */
export function Policies() {
  const [chosen, setChosen] = useState<string[]>([]);
  const [search, setSearch] = useState('');
  const [type, setType] = useState<PolicyType>('all');
  const [isDeleting, setDeleting] = useState(false);
  const policies = useLoaded(
    'Policies',
    async (aws) => (await aws<{ Policies?: Policy[] }>('iam', 'list-policies')).Policies ?? [],
    [],
  );
  const policy = policies.value?.find(({ PolicyName }) => PolicyName === chosen[0]);
  return (
    <Page
      title="Policies"
      breadcrumbs={[['IAM', rolesUrl()]]}
      actions={
        <Menu
          label="Actions"
          items={[
            {
              label: 'Delete',
              disabled: policy === undefined || isAwsManaged(policy.Arn),
              choose: () => setDeleting(true),
            },
          ]}
        />
      }
    >
      <IamNav current="Policies" />
      <WhenLoaded of={policies}>
        {(rows) => (
          <>
            <div class="finder">
              <TextField label="Search" value={search} onValue={setSearch} />
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
                  hasType(type, Arn) && PolicyName.toLowerCase().includes(search.toLowerCase()),
              )}
              id={({ PolicyName }) => PolicyName}
              choose="one"
              chosen={chosen}
              onChoose={setChosen}
              empty="No policies found."
              columns={[
                {
                  name: 'Policy name',
                  cell: ({ PolicyName, Arn }) => <a href={policyUrl(Arn)}>{PolicyName}</a>,
                },
                { name: 'Type', cell: ({ Arn }) => (isAwsManaged(Arn) ? 'AWS managed' : 'Customer managed') },
                { name: 'Used as', cell: ({ AttachmentCount = 0 }) => usedAs(AttachmentCount) },
                { name: 'Description', cell: ({ Description }) => Description || '–' },
              ]}
            />
          </>
        )}
      </WhenLoaded>
      {isDeleting && policy !== undefined ? (
        <DeletePolicy
          name={policy.PolicyName}
          arn={policy.Arn}
          onClose={() => setDeleting(false)}
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

/** The breadcrumbs of a policy's page. */
export const policyBreadcrumbs = (): (readonly [string, string])[] => [
  ['IAM', rolesUrl()],
  ['Policies', policiesUrl()],
];
