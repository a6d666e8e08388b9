import { urlTo } from '../router.ts';

/** The URLs of CodePipeline's pages. */
export const pipelinesUrl = () => urlTo('codepipeline', 'pipelines');
export const createPipelineUrl = () => urlTo('codepipeline', 'create');
export const pipelineUrl = (name: string) => urlTo('codepipeline', 'pipelines', name);
export const editPipelineUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'edit');
export const pipelineSettingsUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'settings');
export const executionsUrl = (name: string) => urlTo('codepipeline', 'pipelines', name, 'executions');
export const executionUrl = (name: string, id: string) =>
  urlTo('codepipeline', 'pipelines', name, 'executions', id);

/** The URL of an artifact's page in Amazon S3. The key is in the query, where browsers do not normalize it. */
export const artifactUrl = (bucket: string, key: string) =>
  `${urlTo('s3', 'buckets', bucket, 'object')}?${new URLSearchParams({ key })}`;

/** The breadcrumbs of CodePipeline's pages, down to a pipeline. */
export const breadcrumbs = (name?: string): (readonly [string, string])[] => [
  ['CodePipeline', pipelinesUrl()],
  ...(name === undefined ? [] : [[name, pipelineUrl(name)] as const]),
];
