import { defined } from '../../../../base/defined.ts';
import type { Practice } from '../../../../practice/start.ts';
import { accountId } from './lab-names.ts';

/** What the practice account stores, read for the oracle. */
export interface AccountState {
  /** Every record that a teardown could change, as `<table> <key>`. */
  records: Map<string, string>;
  pipelines: PipelineFacts[];
  buckets: { name: string; region: string; tags: Record<string, string> }[];
  entries: BucketEntry[];
  connections: { arn: string; name: string; region: string; tags: Record<string, string> }[];
  roles: RoleFacts[];
  policies: { arn: string; name: string; path: string; tags: Record<string, string> }[];
  users: { name: string; attached: string[]; boundary?: string }[];
}

export interface PipelineFacts {
  arn: string;
  name: string;
  region: string;
  tags: Record<string, string>;
  roleArn: string;
  artifactBucket: string;
  deployBuckets: string[];
  connections: string[];
}

/** A version, a delete marker or an unfinished upload. */
export interface BucketEntry {
  record: string;
  bucket: string;
  key: string;
}

export interface RoleFacts {
  arn: string;
  name: string;
  path: string;
  tags: Record<string, string>;
  trust: string;
  attached: string[];
  boundary?: string;
  lastUsedRegion?: string;
}

const tables = [
  's3/buckets',
  's3/versions',
  's3/uploads',
  's3/parts',
  'codepipeline/pipelines',
  'codepipeline/versions',
  'codepipeline/stages',
  'codepipeline/executions',
  'codepipeline/actions',
  'codeconnections/connections',
  'iam/roles',
  'iam/policies',
  'iam/users',
];

interface Stored {
  [member: string]: unknown;
  accountId: string;
  name: string;
  arn: string;
  path: string;
  region: string;
  tags: Record<string, string>;
  attached: string[];
  boundary?: string;
}

interface StoredDefinition {
  roleArn: string;
  artifactStore?: { location: string };
  stages: { actions: { actionTypeId: { category: string }; configuration: Record<string, string> }[] }[];
}

export function readAccount({ emulator }: Practice): AccountState {
  const rows = (table: string) =>
    [...emulator.store.collection<Stored>(table).entries()].map(([key, value]) => ({ key, value }));
  const records = new Map<string, string>();
  for (const table of tables)
    for (const { key, value } of rows(table)) records.set(`${table} ${key}`, JSON.stringify(value));
  const versions = new Map(rows('codepipeline/versions').map(({ key, value }) => [key, value]));
  return {
    records,
    pipelines: rows('codepipeline/pipelines').map(({ key, value }) => {
      const {
        pipelineName: name,
        region,
        tags,
        version,
      } = value as unknown as {
        pipelineName: string;
        region: string;
        tags: Record<string, string>;
        version: number;
      };
      const definition = versions.get(`${key}/${version}`)?.definition as StoredDefinition;
      const actions = definition.stages.flatMap((stage) => stage.actions);
      const of = (category: string) =>
        actions.filter(({ actionTypeId }) => actionTypeId.category === category);
      return {
        arn: `arn:aws:codepipeline:${region}:${accountId}:${name}`,
        name,
        region,
        tags,
        roleArn: definition.roleArn,
        artifactBucket: definition.artifactStore?.location ?? '',
        deployBuckets: of('Deploy').map(({ configuration }) => configuration.BucketName ?? ''),
        connections: of('Source').map(({ configuration }) => configuration.ConnectionArn ?? ''),
      };
    }),
    buckets: rows('s3/buckets').map(({ value }) => ({
      name: value.name,
      region: value.region,
      tags: Object.fromEntries(
        ((value.tags ?? []) as unknown as { Key: string; Value: string }[]).map(({ Key, Value }) => [
          Key,
          Value,
        ]),
      ),
    })),
    entries: ['s3/versions', 's3/uploads'].flatMap((table) =>
      rows(table).map(({ key, value }) => ({
        record: `${table} ${key}`,
        bucket: value.bucket as string,
        key: value.key as string,
      })),
    ),
    connections: rows('codeconnections/connections').map(({ value: { arn, name, region, tags } }) => ({
      arn,
      name,
      region,
      tags,
    })),
    roles: rows('iam/roles').map(({ value }) => ({
      arn: value.arn,
      name: value.name,
      path: value.path,
      tags: value.tags,
      attached: value.attached,
      trust: value.trust as string,
      ...defined({ boundary: value.boundary }),
      ...(value.lastUsed === undefined ? {} : { lastUsedRegion: (value.lastUsed as Stored).region }),
    })),
    policies: rows('iam/policies').map(({ value: { arn, name, path, tags } }) => ({ arn, name, path, tags })),
    users: rows('iam/users').map(({ value }) => ({
      name: value.name,
      attached: value.attached,
      ...defined({ boundary: value.boundary }),
    })),
  };
}

export type Kind = 'pipeline' | 'bucket' | 'artifacts' | 'connection' | 'role' | 'policy';

/** Whether a record of the store belongs to a resource. */
export function belongsTo(kind: Kind, id: string): (record: string, value: string) => boolean {
  const arnParts = id.split(':');
  switch (kind) {
    case 'pipeline': {
      const key = `${accountId}/${arnParts[3]}/${arnParts[5]}`;
      return (record) =>
        record.startsWith('codepipeline/') && (record.endsWith(` ${key}`) || record.includes(` ${key}/`));
    }
    case 'bucket':
      return (record) =>
        record === `s3/buckets ${id}` || (/^s3\//.test(record) && record.includes(` ${id}/`));
    case 'artifacts': {
      const [bucket = '', prefix = ''] = id.split(/\/(.*)/s);
      return (record, value) =>
        /^s3\/(versions|uploads)/.test(record) &&
        record.includes(` ${bucket}/`) &&
        (JSON.parse(value) as { key: string }).key.startsWith(prefix);
    }
    case 'connection':
      return (record) => record === `codeconnections/connections ${id}`;
    case 'role':
      return (record) => record === `iam/roles ${accountId}/${id.split('/').at(-1)?.toLowerCase()}`;
    case 'policy':
      return (record) => record === `iam/policies ${id}`;
  }
}
