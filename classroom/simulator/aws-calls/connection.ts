import type { Connection } from '@aws-sdk/client-codestar-connections';
import {
  CreateConnectionCommand,
  DeleteConnectionCommand,
  ListConnectionsCommand,
} from '../../../checker/account/connections-client.ts';
import { PageProgress } from '../../../checker/account/page-progress.ts';
import type { LearnerSession } from '../learner-session.ts';

/** Creates the lab's connection, which is pending until `authorize`. Answers its ARN. */
export async function createConnection({ connections, names }: LearnerSession): Promise<string> {
  const { ConnectionArn = '' } = await connections.send(
    new CreateConnectionCommand({
      ConnectionName: names.connection,
      ProviderType: 'GitHub',
      Tags: Object.entries(names.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  return ConnectionArn;
}

/** All connections that have the lab's name. Throws if the list has no end. */
export async function labConnections({ connections, names }: LearnerSession): Promise<Connection[]> {
  const found: Connection[] = [];
  const progress = new PageProgress();
  for (let next = {}; ; ) {
    const page = await connections.send(new ListConnectionsCommand({ MaxResults: 100, ...next }));
    found.push(
      ...(page.Connections ?? []).filter(({ ConnectionName }) => ConnectionName === names.connection),
    );
    if (page.NextToken === undefined) return found;
    next = { NextToken: page.NextToken };
    const endless = progress.after(page, next);
    if (endless !== undefined) throw new Error(`ListConnections: ${endless.message}`);
  }
}

/** The ARN of the lab's connection. Throws if there is none. */
export async function connectionArn(learner: LearnerSession): Promise<string> {
  const [found] = await labConnections(learner);
  if (found?.ConnectionArn !== undefined) return found.ConnectionArn;
  throw new Error(`${learner.plan.id}: there is no connection ${learner.names.connection}`);
}

/** Deletes the connections that have the lab's name and for which `matches` is true. */
export async function deleteConnections(
  learner: LearnerSession,
  matches: (one: Connection) => boolean,
): Promise<void> {
  for (const { ConnectionArn, ...one } of await labConnections(learner))
    if (matches(one)) await learner.connections.send(new DeleteConnectionCommand({ ConnectionArn }));
}
