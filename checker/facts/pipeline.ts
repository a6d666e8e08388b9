import { pipeline, pipelineNames } from '../account/codepipeline.ts';
import { connection, connections } from '../account/connections.ts';
import { actionExecutions, executions, stageStates } from '../account/executions.ts';
import { absent, all, andThen, known, map } from '../account/fact.ts';
import { role, roleNameOf, rolePolicies } from '../account/iam.ts';
import type { ListResult } from '../account/paging.ts';
import { isOtherSeatsName } from '../lab/lab.ts';
import type { FactContext, FactReaders } from './fact-context.ts';

/** Regions other than the lab's in which a learner can have created a resource by mistake. */
function otherRegions({ lab, regions }: FactContext): string[] {
  const seen = [regions.AWS_REGION, regions.AWS_DEFAULT_REGION, regions.config, 'us-east-1'];
  return [...new Set(seen)].filter(
    (region): region is string => region !== undefined && region !== lab.region,
  );
}

export const pipelineFacts: FactReaders<
  | 'connections'
  | 'connectionElsewhere'
  | 'pipeline'
  | 'pipelineNearMiss'
  | 'sourceConnection'
  | 'stages'
  | 'role'
  | 'rolePolicies'
  | 'executions'
  | 'runs'
  | 'historyRead'
> = {
  connections: (_get, { calls }) => connections(calls),
  connectionElsewhere: async (getFact, context) =>
    andThen(await getFact('names'), async (names) => {
      const here = await getFact('connections');
      const isHere = here.state === 'known' && here.value.items.some(({ name }) => name === names.connection);
      if (isHere || here.state !== 'known') return known([]);
      const regions = otherRegions(context);
      const lists = await Promise.all(regions.map((region) => connections(context.calls, { region })));
      return known(
        regions.filter((_, at) => {
          const list = lists[at];
          return list?.state === 'known' && list.value.items.some(({ name }) => name === names.connection);
        }),
      );
    }),
  pipeline: async (getFact, { calls }) =>
    andThen(await getFact('names'), (names) => pipeline(calls, names.pipeline)),
  pipelineNearMiss: async (getFact, context) =>
    andThen(await getFact('names'), async (names) => {
      const pipelineFact = await getFact('pipeline');
      if (pipelineFact.state !== 'absent') return known({ similar: [], regions: [] });
      const regions = otherRegions(context);
      const [here, ...elsewhere] = await Promise.all([
        pipelineNames(context.calls),
        ...regions.map((region) => pipeline(context.calls, names.pipeline, { region })),
      ]);
      const account = map(await getFact('identity'), (caller) => caller.account);
      const similar =
        here?.state === 'known' && account.state === 'known'
          ? here.value.items.filter(
              (name) =>
                isSimilarName(name) && !isOtherSeatsName('pipeline', name, context.lab, account.value),
            )
          : [];
      return known({ similar, regions: regions.filter((_, at) => elsewhere[at]?.state === 'known') });
    }),
  sourceConnection: async (getFact, { calls }) =>
    andThen(await getFact('pipeline'), ({ stages }) => {
      const arn = stages[0]?.actions[0]?.configuration.ConnectionArn;
      return arn === undefined ? absent('NoConnectionArn') : connection(calls, arn);
    }),
  stages: async (getFact, { calls }) =>
    andThen(await getFact('pipeline'), ({ name }) => stageStates(calls, name)),
  role: async (getFact, { calls }) =>
    andThen(await getFact('pipeline'), ({ roleArn }) => role(calls, roleNameOf(roleArn))),
  rolePolicies: async (getFact, { calls }) =>
    andThen(await getFact('pipeline'), ({ roleArn }) => rolePolicies(calls, roleNameOf(roleArn))),
  executions: async (getFact, { calls }) =>
    andThen(await getFact('names'), async ({ pipeline: name }) =>
      map(await executions(calls, name), ({ items }) => items),
    ),
  runs: async (getFact, { calls }) =>
    andThen(await getFact('names'), async ({ pipeline: name }) =>
      map(await actionExecutions(calls, name), ({ items }) => items),
    ),
  historyRead: async (getFact, { calls }) =>
    andThen(await getFact('names'), async ({ pipeline: name }) =>
      map(
        all<[ListResult<unknown>, ListResult<unknown>]>(
          await Promise.all([executions(calls, name), actionExecutions(calls, name)]),
        ),
        ([ran, acted]) => ({
          complete: ran.complete && acted.complete,
          executions: ran.items.length,
          runs: acted.items.length,
        }),
      ),
    ),
};

function isSimilarName(name: string): boolean {
  return /code-?pipeline|cp-lab|s3-deploy/i.test(name);
}
