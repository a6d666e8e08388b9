import { urlTo } from '../router.ts';

/** Where a pipeline's pages are. */
export const pipelinesUrl = () => urlTo('codepipeline', 'pipelines');
export const createPipelineUrl = () => urlTo('codepipeline', 'create');
export const pipelineUrl = (name: string) => urlTo('codepipeline', 'pipelines', name);
export const editPipelineUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'edit');
export const pipelineSettingsUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'settings');
export const executionsUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'executions');
export const executionUrl = (name: string, id: string) =>
  urlTo('codepipeline', 'pipelines', name, 'executions', id);

/** An artifact's page among Amazon S3's. Its key stands behind the `?`, where browsers don't take it for a way. */
export const artifactUrl = (bucket: string, key: string) =>
  `${urlTo('s3', 'buckets', bucket, 'object')}?${new URLSearchParams({ key })}`;

/** The way down to a pipeline's page, for the line above its heading. */
export const breadcrumbs = (name?: string): (readonly [string, string])[] => [
  ['CodePipeline', pipelinesUrl()],
  ...(name === undefined ? [] : [[name, pipelineUrl(name)] as const]),
];
