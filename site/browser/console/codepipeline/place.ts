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

/** The way down to a pipeline's page, for the line above its heading. */
export const crumbsTo = (name?: string): (readonly [string, string])[] => [
  ['CodePipeline', pipelinesAddress()],
  ...(name === undefined ? [] : [[name, pipelineAddress(name)] as const]),
];
