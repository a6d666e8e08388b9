import {
  CreateConnectionCommand,
  CreateHostCommand,
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListConnectionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeHandshake } from '../../../../practice/services/codeconnections/handshake.ts';
import { connectionPermission } from '../../../../practice/services/codeconnections/permissions.ts';
import { connectionByArn } from '../../../../practice/services/codeconnections/records.ts';
import { ACCOUNT, type Api, startAccount } from './account.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(async () => {
  await account.close();
  expect(account.faults.map(String)).toEqual([]);
});

type Client = ReturnType<typeof account.client>;
const github = { ProviderType: 'GitHub' } as const;
async function create(client: Client, ConnectionName = 'lab', tags: Record<string, string> = {}) {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { ConnectionArn = '' } = await client.send(
    new CreateConnectionCommand({ ConnectionName, ...github, Tags }),
  );
  return ConnectionArn;
}
const rejection = (name: string, message: string | RegExp) =>
  expect.objectContaining({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
const arns = (page: { Connections?: { ConnectionArn?: string | undefined }[] | undefined }) =>
  (page.Connections ?? []).map((one) => one.ConnectionArn);

describe.each<Api>(['codeconnections', 'codestar-connections'])('by the API of %s', (api) => {
  it('makes a pending connection with an ARN of its own prefix, and deletes it', async () => {
    const client = account.client(api);
    const made = await client.send(
      new CreateConnectionCommand({
        ...github,
        ConnectionName: 'github-codepipeline-lab',
        Tags: [{ Key: 'lab', Value: 'codepipeline-lab' }],
      }),
    );
    expect(made.Tags).toEqual([{ Key: 'lab', Value: 'codepipeline-lab' }]);
    expect(made.ConnectionArn).toMatch(
      new RegExp(`^arn:aws:${api}:us-east-1:${ACCOUNT}:connection/[0-9a-f-]{36}$`),
    );
    const { ConnectionArn } = made;
    const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
    expect(Connection).toEqual({
      ConnectionName: 'github-codepipeline-lab',
      ConnectionArn,
      ProviderType: 'GitHub',
      OwnerAccountId: ACCOUNT,
      ConnectionStatus: 'PENDING',
    });
    await client.send(new DeleteConnectionCommand({ ConnectionArn }));
    for (const Command of [GetConnectionCommand, DeleteConnectionCommand]) {
      await expect(client.send(new Command({ ConnectionArn }))).rejects.toEqual(
        rejection('ResourceNotFoundException', /^Connection arn:.* not found$/),
      );
    }
  });

  it('works on what the API of the other name made', async () => {
    const other = account.client(api === 'codeconnections' ? 'codestar-connections' : 'codeconnections');
    const ConnectionArn = await create(other);
    const client = account.client(api);
    const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
    expect(Connection?.ConnectionName).toBe('lab');
    expect(arns(await client.send(new ListConnectionsCommand({})))).toEqual([ConnectionArn]);
  });
});

describe('lists', () => {
  it('pages, filters by provider, and keeps to account and region', async () => {
    const client = account.client('codeconnections');
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) made.push(await create(client, `lab-${index}`));
    const gitlab = await client.send(
      new CreateConnectionCommand({ ConnectionName: 'gitlab', ProviderType: 'GitLab' }),
    );
    await create(account.client('codeconnections', { region: 'eu-west-1' }));
    await create(account.client('codeconnections', { accountId: '111111111111' }));
    const seen: (string | undefined)[] = [];
    let NextToken: string | undefined;
    const sizes: number[] = [];
    do {
      const page = await client.send(
        new ListConnectionsCommand({ MaxResults: 3, ...(NextToken !== undefined && { NextToken }) }),
      );
      seen.push(...arns(page));
      sizes.push(arns(page).length);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual([...made, gitlab.ConnectionArn]);
    expect(sizes).toEqual([3, 3, 2]);
    const only = await client.send(new ListConnectionsCommand({ ProviderTypeFilter: 'GitLab' }));
    expect(arns(only)).toEqual([gitlab.ConnectionArn]);
    await expect(client.send(new ListConnectionsCommand({ NextToken: 'nonsense' }))).rejects.toEqual(
      rejection('ValidationException', /NextToken/),
    );
  });
});

describe('refusals', () => {
  it('names every fault of an input in the words of AWS', async () => {
    const client = account.client('codeconnections');
    const name = 'github-connection-codepipeline-lab';
    await expect(create(client, name)).rejects.toEqual(
      rejection(
        'ValidationException',
        `1 validation error detected: Value '${name}' at 'connectionName' failed to satisfy constraint: Member must have length less than or equal to 32`,
      ),
    );
    await expect(
      client.send(new CreateConnectionCommand({ ConnectionName: '', ProviderType: 'Github' as 'GitHub' })),
    ).rejects.toEqual(
      rejection(
        'ValidationException',
        "2 validation errors detected: Value '' at 'connectionName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'Github' at 'providerType' failed to satisfy constraint: Member must satisfy enum value set: [Bitbucket, GitHub, GitHubEnterpriseServer, GitLab, GitLabSelfManaged, AzureDevOps]",
      ),
    );
    await expect(client.send(new ListConnectionsCommand({ MaxResults: 101 }))).rejects.toEqual(
      rejection('ValidationException', /'101' at 'maxResults' .* value less than or equal to 100$/),
    );
    await expect(client.send(new GetConnectionCommand({ ConnectionArn: 'lab' }))).rejects.toEqual(
      rejection('ValidationException', /'lab' at 'connectionArn' .* regular expression pattern: arn:aws/),
    );
    await expect(
      client.send(
        new CreateConnectionCommand({ ...github, ConnectionName: 'x', Tags: [{ Key: '', Value: '' }] }),
      ),
    ).rejects.toEqual(rejection('ValidationException', /at 'tags\.1\.member\.key'/));
    expect(arns(await client.send(new ListConnectionsCommand({})))).toEqual([]);
  });

  it('wants a provider, has no hosts, and says what it does not serve', async () => {
    const client = account.client('codeconnections');
    const ConnectionName = 'lab';
    const HostArn = `arn:aws:codeconnections:us-east-1:${ACCOUNT}:host/x/1234`;
    await expect(client.send(new CreateConnectionCommand({ ConnectionName }))).rejects.toEqual(
      rejection('ValidationException', /ProviderType or HostArn/),
    );
    await expect(client.send(new CreateConnectionCommand({ ConnectionName, HostArn }))).rejects.toEqual(
      rejection('ResourceNotFoundException', /host/),
    );
    await expect(
      client.send(
        new CreateHostCommand({
          Name: 'h',
          ProviderType: 'GitHubEnterpriseServer',
          ProviderEndpoint: 'https://ghe.example.com',
        }),
      ),
    ).rejects.toThrow(/does not serve CreateHost/);
  });

  it('does not find a connection of another region or account', async () => {
    const ConnectionArn = await create(account.client('codeconnections'));
    for (const where of [{ region: 'eu-west-1' }, { accountId: '111111111111' }]) {
      const client = account.client('codeconnections', where);
      await expect(client.send(new GetConnectionCommand({ ConnectionArn }))).rejects.toEqual(
        expect.objectContaining({
          name: 'region' in where ? 'ResourceNotFoundException' : 'AccessDeniedException',
        }),
      );
      expect(arns(await client.send(new ListConnectionsCommand({})))).toEqual([]);
    }
  });

  it('takes at most 250 connections and 50 tags', async () => {
    const client = account.client('codeconnections');
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
    await expect(create(client, 'lab', tags)).rejects.toEqual(rejection('LimitExceededException', /50 tags/));
    for (let index = 0; index < 250; index += 1) await create(client);
    await expect(create(client)).rejects.toEqual(rejection('LimitExceededException', /connections/));
  });
});

describe('tags', () => {
  it('adds, replaces and removes', async () => {
    const client = account.client('codeconnections');
    const ResourceArn = await create(client, 'lab', { lab: 'one', seat: 'a' });
    await client.send(
      new TagResourceCommand({
        ResourceArn,
        Tags: [
          { Key: 'lab', Value: 'two' },
          { Key: 'x', Value: '' },
        ],
      }),
    );
    await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['seat', 'not-there'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    expect(Tags).toEqual([
      { Key: 'lab', Value: 'two' },
      { Key: 'x', Value: '' },
    ]);
    await expect(
      client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'aws:x', Value: '1' }] })),
    ).rejects.toEqual(rejection('ValidationException', /aws: prefixed/));
  });
});

describe('permissions', () => {
  it('go by the prefix of the ARN, whichever API is used', async () => {
    const old = await create(account.client('codestar-connections'));
    const policy = {
      Statement: [
        { Effect: 'Allow', Action: 'codeconnections:*', Resource: '*' },
        { Effect: 'Allow', Action: 'codestar-connections:ListConnections', Resource: '*' },
      ],
    };
    for (const api of ['codeconnections', 'codestar-connections'] as const) {
      const client = account.client(api, { policy });
      await expect(client.send(new GetConnectionCommand({ ConnectionArn: old }))).rejects.toEqual(
        rejection(
          'AccessDeniedException',
          /^User: arn:aws:iam::\d+:user\/\S+ is not authorized to perform: codestar-connections:GetConnection on resource: arn:aws:codestar-connections:\S+ because no identity-based policy allows the codestar-connections:GetConnection action$/,
        ),
      );
      expect(arns(await client.send(new ListConnectionsCommand({})))).toEqual([old]);
    }
    const denied = account.client('codestar-connections', { policy });
    await expect(create(denied)).rejects.toEqual(
      rejection('AccessDeniedException', /codestar-connections:CreateConnection/),
    );
  });

  it('hold a seat to its own connection by tags', async () => {
    const Condition = (key: string) => ({ StringEquals: { [`aws:${key}/seat`]: 'a' } });
    const Resource = `arn:aws:codeconnections:us-east-1:${ACCOUNT}:connection/*`;
    const policy = {
      Statement: [
        {
          ...{ Effect: 'Allow', Action: 'codeconnections:CreateConnection', Resource },
          Condition: Condition('RequestTag'),
        },
        {
          ...{
            Effect: 'Allow',
            Action: ['codeconnections:GetConnection', 'codeconnections:DeleteConnection'],
          },
          ...{ Resource, Condition: Condition('ResourceTag') },
        },
      ],
    };
    const seat = account.client('codeconnections', { policy });
    const mine = await create(seat, 'a-github-lab', { seat: 'a' });
    await expect(create(seat, 'b-github-lab', { seat: 'b' })).rejects.toThrow(/not authorized/);
    await expect(create(seat, 'no-seat')).rejects.toThrow(/not authorized/);
    const others = await create(account.client('codeconnections'), 'b-github-lab', { seat: 'b' });
    await seat.send(new GetConnectionCommand({ ConnectionArn: mine }));
    await expect(seat.send(new DeleteConnectionCommand({ ConnectionArn: others }))).rejects.toThrow(
      /not authorized/,
    );
    await seat.send(new DeleteConnectionCommand({ ConnectionArn: mine }));
  });

  it('are named for those who are handed a connection', async () => {
    const arn = await create(account.client('codestar-connections'), 'lab', { seat: 'a' });
    expect(connectionPermission(account.world, 'UseConnection', arn)).toEqual({
      action: 'codestar-connections:UseConnection',
      resource: arn,
      context: { 'aws:ResourceTag/seat': 'a' },
    });
  });
});

describe('the handshake', () => {
  const where = { accountId: ACCOUNT, region: 'us-east-1' };

  it('makes a pending connection available, once, and tells of it', async () => {
    const client = account.client('codeconnections');
    const ConnectionArn = await create(client, 'github-codepipeline-lab');
    const events: unknown[] = [];
    account.world.events.on('connection-available', (connection) => events.push(connection.arn));
    completeHandshake(account.world, { ...where, name: 'github-codepipeline-lab' });
    const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
    expect(Connection?.ConnectionStatus).toBe('AVAILABLE');
    expect(completeHandshake(account.world, { arn: ConnectionArn }).status).toBe('AVAILABLE');
    expect(events).toEqual([ConnectionArn]);
    expect(connectionByArn(account.world, ConnectionArn)?.status).toBe('AVAILABLE');
  });

  it('says which there are when there is none of the name, or several', async () => {
    const client = account.client('codeconnections');
    expect(() => completeHandshake(account.world, { ...where, name: 'lab' })).toThrow(
      `There is no connection named lab in us-east-1 of account ${ACCOUNT} (there: none).`,
    );
    const first = await create(client, 'lab');
    const second = await create(account.client('codestar-connections'), 'lab');
    expect(() => completeHandshake(account.world, { ...where, name: 'la' })).toThrow('(there: lab, lab)');
    expect(() => completeHandshake(account.world, { ...where, name: 'lab' })).toThrow(
      `Several connections are named lab: ${first} (PENDING), ${second} (PENDING).`,
    );
    expect(() => completeHandshake(account.world, { ...where, name: '' })).toThrow(/Name the connection/);
    expect(() => completeHandshake(account.world, { ...where, region: 'eu-west-1', name: 'lab' })).toThrow(
      /no conn/,
    );
    expect(completeHandshake(account.world, { ...where, name: second }).arn).toBe(second);
    expect(connectionByArn(account.world, first)?.status).toBe('PENDING');
  });
});
