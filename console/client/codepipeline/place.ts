import { to } from '../router.ts';

/** Where a pipeline's pages are. */
export const pipelinesAddress = () => to('codepipeline', 'pipelines');
export const createAddress = () => to('codepipeline', 'create');
export const pipelineAddress = (name: string) => to('codepipeline', 'pipelines', name);
export const editAddress = (name: string) => to('codepipeline', 'pipelines', name, 'edit');
export const settingsAddress = (name: string) => to('codepipeline', 'pipelines', name, 'settings');
export const executionsAddress = (name: string) => to('codepipeline', 'pipelines', name, 'executions');
export const executionAddress = (name: string, id: string) =>
  to('codepipeline', 'pipelines', name, 'executions', id);

/** An artifact's page among Amazon S3's. Its key stands behind the `?`, where browsers don't take it for a way. */
export const artifactAddress = (bucket: string, key: string) =>
  `${to('s3', 'buckets', bucket, 'object')}?${new URLSearchParams({ key })}`;

/** The way down to a pipeline's page, for the line above its heading. */
export const crumbsTo = (name?: string): (readonly [string, string])[] => [
  ['CodePipeline', pipelinesAddress()],
  ...(name === undefined ? [] : [[name, pipelineAddress(name)] as const]),
];
