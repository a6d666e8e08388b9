import * as codepipeline from '../account/codepipeline.ts';
import * as codeconnections from '../account/connections.ts';
import * as history from '../account/executions.ts';
import { absent, all, andThen, known, map } from '../account/fact.ts';
import * as iam from '../account/iam.ts';
import { isOtherSeatsName } from '../lab/lab.ts';
import { identity, names } from './caller.ts';
import { type FactContext, fact } from './declare.ts';
import type { NearMiss } from './values.ts';

/** Regions other than the lab's in which a learner can have created a resource by mistake. */
function otherRegions({ lab, regions }: FactContext): string[] {
  const seen = [regions.AWS_REGION, regions.AWS_DEFAULT_REGION, regions.config, 'us-east-1'];
  return [...new Set(seen)].filter(
    (region): region is string => region !== undefined && region !== lab.region,
  );
}

export const connections = fact({
  description: 'the connections of the region',
  calls: ['codeconnections ListConnections'],
  read: (_get, { calls }) => codeconnections.connections(calls),
});

export const connectionElsewhere = fact({
  description: 'a connection of this name in other regions that your tools are set to',
  calls: ['codeconnections ListConnections'],
  dependsOn: { names, connections },
  read: async (get, context) =>
    andThen(await get.names(), async (labNames) => {
      const here = await get.connections();
      const isHere =
        here.state === 'known' && here.value.items.some(({ name }) => name === labNames.connection);
      if (isHere || here.state !== 'known') return known<string[]>([]);
      const regions = otherRegions(context);
      const lists = await Promise.all(
        regions.map((region) => codeconnections.connections(context.calls, { region })),
      );
      return known(
        regions.filter((_, at) => {
          const list = lists[at];
          return list?.state === 'known' && list.value.items.some(({ name }) => name === labNames.connection);
        }),
      );
    }),
});

export const pipeline = fact({
  description: "the pipeline's definition",
  calls: ['codepipeline GetPipeline'],
  dependsOn: { names },
  read: async (get, { calls }) =>
    andThen(await get.names(), (labNames) => codepipeline.pipeline(calls, labNames.pipeline)),
});

export const pipelineNearMiss = fact({
  description: 'pipelines that are nearly the one looked for, here and in other regions',
  calls: ['codepipeline ListPipelines', 'codepipeline GetPipeline'],
  dependsOn: { pipeline, names, identity },
  read: async (get, context) =>
    andThen(await get.names(), async (labNames) => {
      const found = await get.pipeline();
      if (found.state !== 'absent') return known<NearMiss>({ similar: [], regions: [] });
      const regions = otherRegions(context);
      const [here, ...elsewhere] = await Promise.all([
        codepipeline.pipelineNames(context.calls),
        ...regions.map((region) => codepipeline.pipeline(context.calls, labNames.pipeline, { region })),
      ]);
      const account = map(await get.identity(), (caller) => caller.account);
      const similar =
        here?.state === 'known' && account.state === 'known'
          ? here.value.items.filter(
              (name) =>
                isSimilarName(name) && !isOtherSeatsName('pipeline', name, context.lab, account.value),
            )
          : [];
      return known({ similar, regions: regions.filter((_, at) => elsewhere[at]?.state === 'known') });
    }),
});

function isSimilarName(name: string): boolean {
  return /code-?pipeline|cp-lab|s3-deploy/i.test(name);
}

/** The connection that the pipeline's source names, wherever it is. */
export const sourceConnection = fact({
  description: 'the connection that the source action names',
  calls: ['codeconnections GetConnection'],
  dependsOn: { pipeline },
  read: async (get, { calls }) =>
    andThen(await get.pipeline(), ({ stages: declared }) => {
      const arn = declared[0]?.actions[0]?.configuration.ConnectionArn;
      return arn === undefined ? absent('NoConnectionArn') : codeconnections.connection(calls, arn);
    }),
});

export const stages = fact({
  description: "the state of the pipeline's stages and transitions",
  calls: ['codepipeline GetPipelineState'],
  dependsOn: { pipeline },
  read: async (get, { calls }) =>
    andThen(await get.pipeline(), ({ name }) => history.stageStates(calls, name)),
});

export const role = fact({
  description: "the pipeline's role, and who may assume it",
  calls: ['iam GetRole'],
  dependsOn: { pipeline },
  read: async (get, { calls }) =>
    andThen(await get.pipeline(), ({ roleArn }) => iam.role(calls, iam.roleNameOf(roleArn))),
});

export const rolePolicies = fact({
  description: "every policy of the pipeline's role, inline and attached",
  calls: [
    'iam ListRolePolicies',
    'iam GetRolePolicy',
    'iam ListAttachedRolePolicies',
    'iam GetPolicy',
    'iam GetPolicyVersion',
  ],
  sequentialCalls: 3,
  dependsOn: { pipeline },
  read: async (get, { calls }) =>
    andThen(await get.pipeline(), ({ roleArn }) => iam.rolePolicies(calls, iam.roleNameOf(roleArn))),
});

/** Newest first, up to the page limit; `historyRead` reports whether these are all. */
export const executions = fact({
  description: "the pipeline's executions, newest first",
  calls: ['codepipeline ListPipelineExecutions'],
  dependsOn: { names },
  read: async (get, { calls }) =>
    andThen(await get.names(), async (labNames) =>
      map(await history.executions(calls, labNames.pipeline), ({ items }) => items),
    ),
});

export const runs = fact({
  description: 'every run of every action: when, by whom, with what',
  calls: ['codepipeline ListActionExecutions'],
  dependsOn: { names },
  read: async (get, { calls }) =>
    andThen(await get.names(), async (labNames) =>
      map(await history.actionExecutions(calls, labNames.pipeline), ({ items }) => items),
    ),
});

/** Whether every execution and every action's run was read, and how many were. */
export const historyRead = fact({
  description: 'whether all of that history was read',
  calls: ['codepipeline ListPipelineExecutions', 'codepipeline ListActionExecutions'],
  dependsOn: { names },
  read: async (get, { calls }) =>
    andThen(await get.names(), async ({ pipeline: name }) => {
      const lists = await Promise.all([
        history.executions(calls, name),
        history.actionExecutions(calls, name),
      ] as const);
      return map(all(lists), ([ran, acted]) => ({
        complete: ran.complete && acted.complete,
        executions: ran.items.length,
        runs: acted.items.length,
      }));
    }),
});
