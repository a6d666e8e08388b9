import {
  CodePipelineClient,
  GetPipelineCommand,
  GetPipelineStateCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
} from '@aws-sdk/client-codepipeline';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  connectionsClient,
  GetConnectionCommand,
  ListConnectionsCommand,
} from '../../../checker/account/connections-client.ts';
import type { Senders } from './replay.ts';

interface Client {
  send(command: object): Promise<unknown>;
}
type Commands = Readonly<Record<string, new (input: never) => object>>;

/** Whether AWS answered, and the answer was an error, such as that a bucket has no policy. */
const isAnswer = (error: unknown) => (error as { $metadata?: object }).$metadata !== undefined;

/** Makes calls with a client of the SDK. */
export function senderOf(client: object, commands: Commands): Senders[string] {
  return (operation, input) => {
    const Command = commands[operation];
    if (Command === undefined) throw new Error(`This program has no ${operation}.`);
    return (client as Client).send(new Command(input)).catch((error: unknown) => {
      if (!isAnswer(error)) throw error;
    });
  };
}

/** The calls of step 5. */
export const senders: Senders = {
  sts: senderOf(new STSClient(), { GetCallerIdentity: GetCallerIdentityCommand }),
  codepipeline: senderOf(new CodePipelineClient(), {
    GetPipeline: GetPipelineCommand,
    GetPipelineState: GetPipelineStateCommand,
    ListPipelineExecutions: ListPipelineExecutionsCommand,
    ListActionExecutions: ListActionExecutionsCommand,
  }),
  codeconnections: senderOf(connectionsClient({}), {
    ListConnections: ListConnectionsCommand,
    GetConnection: GetConnectionCommand,
  }),
  iam: senderOf(new IAMClient(), {
    GetRole: GetRoleCommand,
    ListRolePolicies: ListRolePoliciesCommand,
    GetRolePolicy: GetRolePolicyCommand,
    ListAttachedRolePolicies: ListAttachedRolePoliciesCommand,
  }),
  s3: senderOf(new S3Client({ forcePathStyle: true }), { ListBuckets: ListBucketsCommand }),
};
