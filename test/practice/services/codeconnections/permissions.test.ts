import {
  DeleteConnectionCommand,
  GetConnectionCommand,
  ListConnectionsCommand,
} from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectionPermission } from '../../../../practice/services/codeconnections/permissions.ts';
import { ACCOUNT, startAccount } from './account.ts';
import { arns, create, rejection } from './requests.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(async () => {
  await account.close();
  expect(account.faults.map(String)).toEqual([]);
});

describe('the permissions on a connection', () => {
  it('depend on the prefix of the ARN, for both APIs', async () => {
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

  it('limit a seat to its own connection by tags', async () => {
    const Condition = (key: string) => ({ StringEquals: { [`aws:${key}/seat`]: 'a' } });
    const Resource = `arn:aws:codeconnections:us-east-1:${ACCOUNT}:connection/*`;
    const policy = {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'codeconnections:CreateConnection',
          Resource,
          Condition: Condition('RequestTag'),
        },
        {
          Effect: 'Allow',
          Action: ['codeconnections:GetConnection', 'codeconnections:DeleteConnection'],
          Resource,
          Condition: Condition('ResourceTag'),
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

  it('are named for services that receive a connection', async () => {
    const arn = await create(account.client('codestar-connections'), 'lab', { seat: 'a' });
    expect(connectionPermission(account.emulator, 'UseConnection', arn)).toEqual({
      action: 'codestar-connections:UseConnection',
      resource: arn,
      context: { 'aws:ResourceTag/seat': 'a' },
    });
  });
});
