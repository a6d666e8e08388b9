import * as codepipeline from '@aws-sdk/client-codepipeline';
import * as connections from '@aws-sdk/client-codestar-connections';
import * as iam from '@aws-sdk/client-iam';
import * as s3 from '@aws-sdk/client-s3';
import type { Clients } from '../../../scenarios/practice-clients.ts';
import type { AttemptContext, Inputs } from './attempt-context.ts';
import { connectionInputs } from './connection-inputs.ts';
import { iamInputs } from './iam-inputs.ts';
import { pipelineInputs } from './pipeline-inputs.ts';
import { bucketInputs, objectInputs } from './s3-inputs.ts';

/** One call that a seat makes about another seat's resources. */
export interface Attempt {
  name: string;
  make(clients: Clients): Promise<unknown>;
}

/** Operations on no seat's resources in particular. The text of the policy states what they list. */
export const accountWideOperations: Readonly<Record<string, readonly string[]>> = {
  sts: ['GetCallerIdentity', 'AssumeRole', 'GetSessionToken', 'GetAccessKeyInfo'],
  iam: ['ListRoles', 'ListUsers', 'ListPolicies', 'GetAccountSummary', 'ListAccountAliases'],
  s3: ['ListBuckets'],
  codeconnections: ['ListConnections'],
  codepipeline: ['ListPipelines'],
};

/** Every operation that the practice account serves, with every name of the neighbor's that it accepts. */
export function attemptsOf(context: AttemptContext): (Attempt & { service: string; operation: string })[] {
  const { neighbor, own } = context;
  const buckets = [neighbor.names.deployBucket, neighbor.names.artifactBucket];
  const s3Inputs = buckets.flatMap((bucket) => [
    bucketInputs(bucket),
    objectInputs(bucket, own.names.deployBucket),
  ]);
  const tables: [string, object, (clients: Clients) => { send: unknown }, Inputs[]][] = [
    ['s3', s3, (clients) => clients.s3, s3Inputs],
    ['iam', iam, (clients) => clients.iam, [iamInputs(context)]],
    ['codepipeline', codepipeline, (clients) => clients.pipelines, [pipelineInputs(context)]],
    ['codeconnections', connections, (clients) => clients.connections, [connectionInputs(context)]],
  ];
  return tables.flatMap(([service, module, clientOf, inputs]) =>
    inputs.flatMap((table) =>
      Object.entries(table).flatMap(([operation, input]) =>
        [input].flat().map((one) => {
          const Command = (module as Record<string, new (input: object) => object>)[`${operation}Command`];
          if (Command === undefined) throw new Error(`${service} has no ${operation}`);
          const name = `${service} ${operation} ${JSON.stringify(one).slice(0, 160)}`;
          const make = (clients: Clients) =>
            (clientOf(clients) as { send(command: object): Promise<unknown> }).send(new Command(one));
          return { service, operation, name, make };
        }),
      ),
    ),
  );
}

/** The outcome of an attempt: `denied`, `done`, or the account's error. */
export async function outcomeOf({ make }: Attempt, clients: Clients): Promise<string> {
  try {
    const answer = (await make(clients)) as { Errors?: { Code?: string }[] };
    // DeleteObjects reports per key what it did not delete.
    const errors = answer.Errors ?? [];
    return errors.length > 0 && errors.every(({ Code }) => Code === 'AccessDenied') ? 'denied' : 'done';
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    if (/^AccessDenied/.test(name)) return 'denied';
    // The response to a HEAD request has no body that could contain a code.
    return $metadata?.httpStatusCode === 403 && !/\w{4}/.test(message.replace(/Unknown(Error)?|403/g, ''))
      ? 'denied'
      : `${name}: ${message}`;
  }
}
