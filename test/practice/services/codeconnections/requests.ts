import { CreateConnectionCommand } from '@aws-sdk/client-codestar-connections';
import { expect } from 'vitest';
import type { startAccount } from './account.ts';

type Client = ReturnType<Awaited<ReturnType<typeof startAccount>>['client']>;

export const github = { ProviderType: 'GitHub' } as const;
export async function create(client: Client, ConnectionName = 'lab', tags: Record<string, string> = {}) {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const { ConnectionArn = '' } = await client.send(
    new CreateConnectionCommand({ ConnectionName, ...github, Tags }),
  );
  return ConnectionArn;
}
export const rejection = (name: string, message: string | RegExp) =>
  expect.objectContaining({
    name,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
export const arns = (page: { Connections?: { ConnectionArn?: string | undefined }[] | undefined }) =>
  (page.Connections ?? []).map((one) => one.ConnectionArn);
