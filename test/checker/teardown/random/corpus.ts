import type { Change, Draw } from './draw.ts';

const cli = { style: 'cli', second: 'none', oldPage: false } as const;
const byConsole = { style: 'console', second: 'none', oldPage: false } as const;

const draw = (base: Draw['base'], changes: Change[], more: Partial<Draw> = {}): Draw => ({
  base,
  changes,
  run: 'all',
  record: [],
  confirm: 'yes',
  disturbance: { is: 'calm' },
  adopt: 'nothing',
  ...more,
});

/** Accounts in which an earlier version of the teardown did something wrong. They are tried before any other. */
export const corpus: Record<string, Draw> = {
  'a role with the name that the console gives': draw(byConsole, []),
  'a record that names a connection of somebody else with the lab’s name': draw(
    { ...byConsole, style: 'wizard' },
    [{ do: 'twin connection', tags: 'none', lab: 0 }],
    { record: ['twin'] },
  ),
  'a pipeline in another region that works under the lab’s role': draw(cli, [
    { do: 'neighbor', region: 1, name: 'neighbor', uses: ['role'], lab: 0 },
  ]),
  'a tagged bucket with an object of somebody else': draw(cli, [
    { do: 'put', bucket: 'deployBucket', key: 'precious.txt', as: 'object', lab: 0 },
  ]),
  'a page of somebody else over the deployed one': draw(cli, [{ do: 'overwrite page', lab: 0 }]),
  'the deployed page, written once more by hand': draw(cli, [
    { do: 'overwrite page', content: 'deployed', lab: 0 },
  ]),
  'a page that was there before the first deployment': draw({ ...cli, oldPage: true }, []),
  'a process that ends after it deleted the pipeline of a console lab': draw(byConsole, [], {
    disturbance: { is: 'killed', at: { nth: 1, of: 'changes' }, when: 'after', between: 'nothing' },
  }),
  'two labs that share a role': draw({ ...cli, second: 'same role' }, []),
  'a lab in one region whose role the lab in another region needs': draw(
    { ...cli, second: 'same role' },
    [],
    {
      run: 'home',
    },
  ),
  'a role that also Lambda assumes': draw(cli, [{ do: 'trust', who: 'lambda', lab: 0 }]),
  'a pipeline of somebody else with the lab’s name': draw(cli, [
    { do: 'pipeline of others', tags: 'none', lab: 0 },
  ]),
  'a console lab whose pipeline was deleted by hand': draw(byConsole, [
    { do: 'delete', target: 'pipeline', lab: 0 },
  ]),
  'a tagged bucket with a typo in its name': draw(cli, [
    { do: 'decoy', kind: 'deployBucket', twist: 'swapped', tags: 'lab', lab: 0 },
  ]),
  'an object that somebody writes after the confirmation': draw(cli, [], {
    disturbance: {
      is: 'interrupted',
      at: { nth: 1, of: 'changes' },
      by: { do: 'put', bucket: 'deployBucket', lab: 0 },
    },
  }),
  'artifacts in the console’s bucket, and a pipeline of another lab with the lab’s name': draw(byConsole, [
    {
      do: 'neighbor',
      region: 1,
      name: 'neighbor',
      lab: 0,
      uses: ['role', 'connection', 'artifactBucket', 'deployBucket'],
    },
    { do: 'pipeline of others', tags: 'other lab', lab: 0 },
  ]),
  'a connection that a pipeline uses in a region whose definitions are denied': draw(
    cli,
    [{ do: 'neighbor', region: 1, name: 'neighbor', uses: ['role', 'connection', 'deployBucket'], lab: 0 }],
    {
      run: 'home',
      disturbance: { is: 'denied', actions: ['codepipeline:GetPipeline'], region: 'second' },
    },
  ),
  'a role without the lab’s name and tag that two labs share': draw(
    { style: 'terraform', second: 'same role', oldPage: false },
    [{ do: 'role of others', lab: 0 }],
    { adopt: 'not mine' },
  ),
  'a policy that a user of others has, and that somebody deletes meanwhile': draw(
    byConsole,
    [{ do: 'share policy', as: 'user', lab: 0 }],
    {
      disturbance: {
        is: 'interrupted',
        at: { nth: 40, of: 'calls' },
        by: { do: 'delete', target: 'policy', lab: 0 },
      },
    },
  ),
};
