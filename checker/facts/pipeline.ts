import { pipeline, pipelineNames } from '../account/codepipeline.ts';
import { connection, connections } from '../account/connections.ts';
import { actionRuns, executions, stageStates } from '../account/executions.ts';
import { absent, all, andThen, known, map } from '../account/fact.ts';
import { role, roleNameOf, rolePolicies } from '../account/iam.ts';
import type { Listed } from '../account/paging.ts';
import { isNeighbours } from '../lab/lab.ts';
import type { Setting, Sources } from './setting.ts';

/** Regions other than the lab's that the learner's tools are set to: where a thing made by mistake would be. */
function otherRegions({ lab, regions }: Setting): string[] {
  const seen = [regions.AWS_REGION, regions.AWS_DEFAULT_REGION, regions.config, 'us-east-1'];
  return [...new Set(seen)].filter(
    (region): region is string => region !== undefined && region !== lab.region,
  );
}

export const pipelineSources: Sources<
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
  connectionElsewhere: async (get, setting) =>
    andThen(await get('names'), async (names) => {
      const here = await get('connections');
      const isThere =
        here.state === 'known' && here.value.items.some(({ name }) => name === names.connection);
      if (isThere || here.state !== 'known') return known([]);
      const regions = otherRegions(setting);
      const lists = await Promise.all(regions.map((region) => connections(setting.calls, { region })));
      return known(
        regions.filter((_, at) => {
          const list = lists[at];
          return list?.state === 'known' && list.value.items.some(({ name }) => name === names.connection);
        }),
      );
    }),
  pipeline: async (get, { calls }) => andThen(await get('names'), (names) => pipeline(calls, names.pipeline)),
  pipelineNearMiss: async (get, setting) =>
    andThen(await get('names'), async (names) => {
      const there = await get('pipeline');
      if (there.state !== 'absent') return known({ similar: [], regions: [] });
      const regions = otherRegions(setting);
      const [here, ...elsewhere] = await Promise.all([
        pipelineNames(setting.calls),
        ...regions.map((region) => pipeline(setting.calls, names.pipeline, { region })),
      ]);
      const account = map(await get('identity'), (who) => who.account);
      const similar =
        here?.state === 'known' && account.state === 'known'
          ? here.value.items.filter(
              (name) => isNear(name) && !isNeighbours('pipeline', name, setting.lab, account.value),
            )
          : [];
      return known({ similar, regions: regions.filter((_, at) => elsewhere[at]?.state === 'known') });
    }),
  sourceConnection: async (get, { calls }) =>
    andThen(await get('pipeline'), ({ stages }) => {
      const arn = stages[0]?.actions[0]?.configuration.ConnectionArn;
      return arn === undefined ? absent('NoConnectionArn') : connection(calls, arn);
    }),
  stages: async (get, { calls }) => andThen(await get('pipeline'), ({ name }) => stageStates(calls, name)),
  role: async (get, { calls }) =>
    andThen(await get('pipeline'), ({ roleArn }) => role(calls, roleNameOf(roleArn))),
  rolePolicies: async (get, { calls }) =>
    andThen(await get('pipeline'), ({ roleArn }) => rolePolicies(calls, roleNameOf(roleArn))),
  executions: async (get, { calls }) =>
    andThen(await get('names'), async ({ pipeline: name }) =>
      map(await executions(calls, name), ({ items }) => items),
    ),
  runs: async (get, { calls }) =>
    andThen(await get('names'), async ({ pipeline: name }) =>
      map(await actionRuns(calls, name), ({ items }) => items),
    ),
  historyRead: async (get, { calls }) =>
    andThen(await get('names'), async ({ pipeline: name }) =>
      map(
        all<[Listed<unknown>, Listed<unknown>]>(
          await Promise.all([executions(calls, name), actionRuns(calls, name)]),
        ),
        ([ran, acted]) => ({
          complete: ran.complete && acted.complete,
          executions: ran.items.length,
          runs: acted.items.length,
        }),
      ),
    ),
};

function isNear(name: string): boolean {
  return /code-?pipeline|cp-lab|s3-deploy/i.test(name);
}
