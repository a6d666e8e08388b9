import { codepipelineRoutes } from './codepipeline/routes.ts';
import { connectionsRoutes } from './connections/routes.ts';
import { githubRoutes } from './github/routes.ts';
import { Home } from './home.tsx';
import { iamRoutes } from './iam/routes.ts';
import type { Route } from './router.ts';
import { s3Routes } from './s3/routes.ts';

/** Every page of the console. */
export const routes: readonly Route[] = [
  { path: '/', page: Home },
  ...s3Routes,
  ...codepipelineRoutes,
  ...connectionsRoutes,
  ...iamRoutes,
  ...githubRoutes,
];
