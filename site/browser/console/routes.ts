import { codepipelineRoutes } from './codepipeline/routes.ts';
import { Home } from './home.tsx';
import type { Route } from './router.ts';
import { s3Routes } from './s3/routes.ts';

/** Every page of the console. */
export const routes: readonly Route[] = [{ path: '/', page: Home }, ...codepipelineRoutes, ...s3Routes];
