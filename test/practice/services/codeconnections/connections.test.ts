import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListConnectionsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type Api, startAccount } from './account.ts';
import { arns, create, github, rejection } from './requests.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(async () => {
  await account.close();
  expect(account.faults.map(String)).toEqual([]);
});

describe.each<Api>(['codeconnections', 'codestar-connections'])('the API of %s', (api) => {
  it('creates a pending connection with an ARN of its own prefix, and deletes it', async () => {
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

  it('accepts a connection that the other API created', async () => {
    const other = account.client(api === 'codeconnections' ? 'codestar-connections' : 'codeconnections');
    const ConnectionArn = await create(other);
    const client = account.client(api);
    const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
    expect(Connection?.ConnectionName).toBe('lab');
    expect(arns(await client.send(new ListConnectionsCommand({})))).toEqual([ConnectionArn]);
  });
});

describe('the list of connections', () => {
  it('has pages, filters by provider, and is limited to account and region', async () => {
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

describe('the tags of a connection', () => {
  it('can be added, replaced and removed', async () => {
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
