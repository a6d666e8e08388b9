import {
  CreateConnectionCommand,
  CreateHostCommand,
  GetConnectionCommand,
  ListConnectionsCommand,
} from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, startAccount } from './account.ts';
import { arns, create, github, rejection } from './requests.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(async () => {
  await account.close();
  expect(account.faults.map(String)).toEqual([]);
});

describe('a rejected request', () => {
  it("names every problem of the input in AWS's words", async () => {
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

  it('requires a provider, finds no hosts, and names an operation that is not served', async () => {
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

  it('has a limit of 250 connections and 50 tags', async () => {
    const client = account.client('codeconnections');
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']));
    await expect(create(client, 'lab', tags)).rejects.toEqual(rejection('LimitExceededException', /50 tags/));
    for (let index = 0; index < 250; index += 1) await create(client);
    await expect(create(client)).rejects.toEqual(rejection('LimitExceededException', /connections/));
  });
});
