import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** The settings that every service's client accepts. */
export type ClientConfig = Pick<
  S3ClientConfig,
  'region' | 'endpoint' | 'profile' | 'credentials' | 'maxAttempts' | 'requestHandler' | 'logger'
> & { forcePathStyle?: boolean };
