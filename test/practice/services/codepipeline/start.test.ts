import {
  GetPipelineExecutionCommand,
  type StageDeclaration,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployAction, sourceAction } from './declaration.ts';
import { buckets, type Lab, openLab } from './lab.ts';
import { actionIn, createPipeline, executionsOf, name, newest, stateOf } from './steps.ts';

let lab: Lab;
let first: string;
let second: string;
beforeAll(async () => {
  lab = await openLab();
  lab.available();
  first = await lab.push({ 'index.html': 'one' }, 'One');
  const configuration = {
    ConnectionArn: lab.connectionArn,
    FullRepositoryId: 'octo/site',
    BranchName: 'main',
    DetectChanges: 'false',
  };
  const target = {
    BucketName: buckets.deploy,
    Extract: 'false',
    ObjectKey: '#{variables.folder}/#{SourceVariables.CommitId}/#{codepipeline.PipelineExecutionId}.zip',
  };
  const stages: StageDeclaration[] = [
    { name: 'Source', actions: [sourceAction({ configuration, namespace: 'SourceVariables' })] },
    { name: 'Deploy', actions: [deployAction({ configuration: target })] },
  ];
  await createPipeline(lab, { stages, variables: [{ name: 'folder', defaultValue: 'new' }] });
  await newest(lab, 'Succeeded');
  second = await lab.push({ 'index.html': 'two' }, 'Two');
});
afterAll(() => lab.close());

const start = async (more: Partial<StartPipelineExecutionInput> = {}) => {
  const { pipelineExecutionId = '' } = await lab.pipelines.send(
    new StartPipelineExecutionCommand({ name, ...more }),
  );
  return pipelineExecutionId;
};
const commit = (revisionValue: string, actionName = 'Source') => ({
  actionName,
  revisionValue,
  revisionType: 'COMMIT_ID' as const,
});
/** Where the latest execution deployed to, after it has. */
const deployed = async (id: string) => {
  expect(await newest(lab, 'Succeeded')).toMatchObject({ pipelineExecutionId: id });
  return (await stateOf(lab)).stageStates?.[1]?.actionStates?.[0]?.latestExecution?.externalExecutionId;
};

describe('StartPipelineExecution', () => {
  it("uses the branch's latest commit and the variables' defaults", async () => {
    const id = await start();
    expect(await deployed(id)).toBe(`${buckets.deploy}/new/${second}/${id}.zip`);
  });

  it('uses the commit and the values of the request', async () => {
    const id = await start({
      sourceRevisions: [commit(first)],
      variables: [{ name: 'folder', value: 'old' }],
    });
    const key = `old/${first}/${id}.zip`;
    expect(await deployed(id)).toBe(`${buckets.deploy}/${key}`);
    await lab.s3.send(new HeadObjectCommand({ Bucket: buckets.deploy, Key: key }));
    const [execution] = await executionsOf(lab);
    expect(execution?.sourceRevisions).toMatchObject([{ actionName: 'Source', revisionId: first }]);
    const { pipelineExecution } = await lab.pipelines.send(
      new GetPipelineExecutionCommand({ pipelineName: name, pipelineExecutionId: id }),
    );
    expect(pipelineExecution?.variables).toEqual([{ name: 'folder', resolvedValue: 'old' }]);
  });

  it('starts once for one client token, whatever else the request contains', async () => {
    const id = await start({ clientRequestToken: 'once' });
    expect(await start({ clientRequestToken: 'once', sourceRevisions: [commit(first)] })).toBe(id);
    expect(await deployed(id)).toBe(`${buckets.deploy}/new/${second}/${id}.zip`);
  });

  it('fails the source action for an unknown commit', async () => {
    await start({ sourceRevisions: [commit('0'.repeat(40))] });
    await newest(lab, 'Failed');
    expect(actionIn(await stateOf(lab), 'Source')?.errorDetails?.code).toBe('ConfigurationError');
  });

  it.each<[string, Partial<StartPipelineExecutionInput>]>([
    ['a revision of no source action', { sourceRevisions: [commit('a'.repeat(40), 'Deploy')] }],
    [
      'a revision of a type that the source lacks',
      { sourceRevisions: [{ ...commit('v1'), revisionType: 'IMAGE_DIGEST' }] },
    ],
    ['a variable that is not declared', { variables: [{ name: 'who', value: 'me' }] }],
    ['an empty value', { variables: [{ name: 'folder', value: '' }] }],
    ['a token with other characters', { clientRequestToken: 'a b' }],
  ])('rejects %s', async (_title, more) => {
    await expect(start(more)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
