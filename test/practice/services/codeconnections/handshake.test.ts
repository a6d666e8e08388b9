import { GetConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeHandshake } from '../../../../practice/services/codeconnections/handshake.ts';
import { connectionByArn } from '../../../../practice/services/codeconnections/records.ts';
import { ACCOUNT, startAccount } from './account.ts';
import { create } from './requests.ts';

let account: Awaited<ReturnType<typeof startAccount>>;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(async () => {
  await account.close();
  expect(account.faults.map(String)).toEqual([]);
});

describe('the handshake', () => {
  const where = { accountId: ACCOUNT, region: 'us-east-1' };

  it('makes a pending connection available, once, and emits an event', async () => {
    const client = account.client('codeconnections');
    const ConnectionArn = await create(client, 'github-codepipeline-lab');
    const events: unknown[] = [];
    account.emulator.events.on('connection-available', (connection) => events.push(connection.arn));
    completeHandshake(account.emulator, { ...where, name: 'github-codepipeline-lab' });
    const { Connection } = await client.send(new GetConnectionCommand({ ConnectionArn }));
    expect(Connection?.ConnectionStatus).toBe('AVAILABLE');
    expect(completeHandshake(account.emulator, { arn: ConnectionArn }).status).toBe('AVAILABLE');
    expect(events).toEqual([ConnectionArn]);
    expect(connectionByArn(account.emulator, ConnectionArn)?.status).toBe('AVAILABLE');
  });

  it('names the existing connections if none or several have the name', async () => {
    const client = account.client('codeconnections');
    expect(() => completeHandshake(account.emulator, { ...where, name: 'lab' })).toThrow(
      `There is no connection named lab in us-east-1 of account ${ACCOUNT} (there: none).`,
    );
    const first = await create(client, 'lab');
    const second = await create(account.client('codestar-connections'), 'lab');
    expect(() => completeHandshake(account.emulator, { ...where, name: 'la' })).toThrow('(there: lab, lab)');
    expect(() => completeHandshake(account.emulator, { ...where, name: 'lab' })).toThrow(
      `Several connections are named lab: ${first} (PENDING), ${second} (PENDING).`,
    );
    expect(() => completeHandshake(account.emulator, { ...where, name: '' })).toThrow(/Name the connection/);
    expect(() => completeHandshake(account.emulator, { ...where, region: 'eu-west-1', name: 'lab' })).toThrow(
      /no conn/,
    );
    expect(completeHandshake(account.emulator, { ...where, name: second }).arn).toBe(second);
    expect(connectionByArn(account.emulator, first)?.status).toBe('PENDING');
  });
});
