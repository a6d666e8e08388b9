import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { type ConnectionsClient, connectionsClient } from '../checker/account/connections-client.ts';
import type { Practice } from '../practice/start.ts';

/** One SDK client per service. Like any AWS client, it reaches the practice account through an endpoint and keys. */
export interface Clients {
  s3: S3Client;
  sts: STSClient;
  iam: IAMClient;
  pipelines: CodePipelineClient;
  connections: ConnectionsClient;
  destroy(): void;
}

export function clientsOf(
  practice: Pick<Practice, 'region' | 'endpoint' | 'exports'>,
  region = practice.region,
): Clients {
  const settings = {
    region,
    endpoint: practice.endpoint,
    maxAttempts: 1,
    credentials: {
      accessKeyId: practice.exports.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY as string,
      ...(practice.exports.AWS_SESSION_TOKEN ? { sessionToken: practice.exports.AWS_SESSION_TOKEN } : {}),
    },
  };
  const clients = {
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    sts: new STSClient(settings),
    iam: new IAMClient(settings),
    pipelines: new CodePipelineClient(settings),
    connections: connectionsClient(settings),
  };
  return { ...clients, destroy: () => Object.values(clients).forEach((client) => void client.destroy()) };
}
