import type { Route } from '../router.ts';
import { Edit } from './edit/edit.tsx';
import { ExecutionPage } from './execution.tsx';
import { Executions } from './executions.tsx';
import { Pipelines } from './pipelines.tsx';
import { Settings } from './settings.tsx';
import { PipelinePage } from './view/pipeline.tsx';
import { CreatePipeline } from './wizard/wizard.tsx';

/** The pages of CodePipeline. */
export const codepipelineRoutes: readonly Route[] = [
  { path: '/codepipeline/pipelines', page: Pipelines },
  { path: '/codepipeline/create', page: CreatePipeline },
  { path: '/codepipeline/pipelines/:name', page: PipelinePage },
  { path: '/codepipeline/pipelines/:name/edit', page: Edit },
  { path: '/codepipeline/pipelines/:name/settings', page: Settings },
  { path: '/codepipeline/pipelines/:name/executions', page: Executions },
  { path: '/codepipeline/pipelines/:name/executions/:id', page: ExecutionPage },
];
