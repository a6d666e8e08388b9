import type { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { STSClient } from '@aws-sdk/client-sts';
import type { ConnectionsClient } from '../connections-client.ts';
import type { InputOf, OperationName, ServiceName } from '../operations.ts';

export interface ClientOf {
  sts: STSClient;
  s3: S3Client;
  codeconnections: ConnectionsClient;
  codepipeline: CodePipelineClient;
  iam: IAMClient;
}

/** The settings that every service's client accepts. */
export type ClientConfig = Pick<
  S3ClientConfig,
  'region' | 'endpoint' | 'profile' | 'credentials' | 'maxAttempts' | 'requestHandler' | 'logger'
> & { forcePathStyle?: boolean };

/** What the checker uses of one service's SDK: its client, and a command for each operation in the table. */
export interface Sdk<S extends ServiceName> {
  client(config: ClientConfig): ClientOf[S];
  commands: {
    [O in OperationName<S>]: new (
      input: InputOf<S, O>,
    ) => object;
  };
}
