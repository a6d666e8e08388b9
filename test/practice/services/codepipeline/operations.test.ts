import {
  CreatePipelineCommand,
  DeletePipelineCommand,
  DisableStageTransitionCommand,
  EnableStageTransitionCommand,
  GetPipelineCommand,
  ListActionExecutionsCommand,
  ListPipelineExecutionsCommand,
  ListPipelinesCommand,
  ListTagsForResourceCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployAction, sourceAction } from './declaration.ts';
import { type Lab, openLab } from './lab.ts';
import {
  approvalToken,
  createPipeline,
  executionsOf,
  name,
  newest,
  realPipeline,
  stateOf,
  until,
} from './steps.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  lab.available();
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab);
  await approvalToken(lab);
});
afterAll(() => lab.close());

const fails = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    name: code,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

describe('definitions', () => {
  it('have unique names, versions, and a role that CodePipeline may assume', async () => {
    await expect(createPipeline(lab)).rejects.toEqual(
      fails(
        'PipelineNameInUseException',
        `A pipeline with the name '${name}' already exists in account '000000000000'`,
      ),
    );
    await expect(createPipeline(lab, { name: 'other', roleArn: `${lab.roleArn}-not` })).rejects.toEqual(
      fails(
        'InvalidStructureException',
        `CodePipeline is not authorized to perform AssumeRole on role ${lab.roleArn}-not`,
      ),
    );
    await expect(
      lab.pipelines.send(new UpdatePipelineCommand({ pipeline: realPipeline(lab, { name: 'nobodys' }) })),
    ).rejects.toEqual(
      fails(
        'ResourceNotFoundException',
        "The account with id '000000000000' does not include a pipeline with the name 'nobodys'",
      ),
    );
    const updated = await lab.pipelines.send(
      new UpdatePipelineCommand({ pipeline: realPipeline(lab, { executionMode: 'QUEUED' }) }),
    );
    expect(updated.pipeline).toMatchObject({ version: 2, executionMode: 'QUEUED' });
    const first = await lab.pipelines.send(new GetPipelineCommand({ name, version: 1 }));
    expect(first.pipeline).toMatchObject({ version: 1, executionMode: 'SUPERSEDED' });
    await expect(lab.pipelines.send(new GetPipelineCommand({ name, version: 9 }))).rejects.toEqual(
      fails(
        'PipelineNotFoundException',
        `Account '000000000000' does not have a pipeline with name '${name}'`,
      ),
    );
    await lab.pipelines.send(new UpdatePipelineCommand({ pipeline: realPipeline(lab) }));
  });

  it('are listed in pages, and deleted without an error if they do not exist', async () => {
    for (const more of ['a', 'b', 'c']) await createPipeline(lab, { name: `list-${more}` });
    const names: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const answer = await lab.pipelines.send(new ListPipelinesCommand({ maxResults: 2, nextToken }));
      names.push(...(answer.pipelines ?? []).map((each) => each.name));
      nextToken = answer.nextToken;
    } while (nextToken !== undefined);
    expect(names).toEqual([name, 'list-a', 'list-b', 'list-c']);
    for (const more of ['a', 'b', 'c', 'never'])
      await lab.pipelines.send(new DeletePipelineCommand({ name: `list-${more}` }));
    expect((await lab.pipelines.send(new ListPipelinesCommand({}))).pipelines).toHaveLength(1);
    await expect(lab.pipelines.send(new ListPipelinesCommand({ nextToken: 'bm9uZQ' }))).rejects.toEqual(
      fails('InvalidNextTokenException', /next token/),
    );
  });

  it("are rejected with the service's words", async () => {
    const pipeline = realPipeline(lab, {
      name: 'bad',
      stages: [{ name: 'Source', actions: [sourceAction()] }],
    });
    await expect(lab.pipelines.send(new CreatePipelineCommand({ pipeline }))).rejects.toEqual(
      fails('InvalidStructureException', /There should be a minimum of 2 stages/),
    );
    await expect(createPipeline(lab, { name: 'no spaces' })).rejects.toEqual(
      fails(
        'ValidationException',
        /^1 validation error detected: Value 'no spaces' at 'pipeline.name' failed/,
      ),
    );
  });
});

describe('tags', () => {
  it('can be added, listed and removed', async () => {
    const resourceArn = `arn:aws:codepipeline:us-east-1:000000000000:${name}`;
    await lab.pipelines.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: 'lab', value: 'x' },
          { key: 'seat', value: 'a' },
        ],
      }),
    );
    await lab.pipelines.send(new UntagResourceCommand({ resourceArn, tagKeys: ['seat'] }));
    const { tags } = await lab.pipelines.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'lab', value: 'x' }]);
    await expect(
      lab.pipelines.send(new ListTagsForResourceCommand({ resourceArn: `${resourceArn}-not` })),
    ).rejects.toEqual(fails('ResourceNotFoundException', /does not include a pipeline with the name/));
    const put = (...keys: string[]) =>
      lab.pipelines.send(
        new TagResourceCommand({ resourceArn, tags: keys.map((key) => ({ key, value: 'x' })) }),
      );
    await expect(put('aws:lab')).rejects.toEqual(
      fails('InvalidTagsException', /^Not allowed to modify system tags\./),
    );
    await expect(put(...Array.from({ length: 50 }, (_, index) => `k${index}`))).rejects.toEqual(
      fails('TooManyTagsException', `Tag limit exceeded for resource [${resourceArn}].`),
    );
  });
});

describe('executions', () => {
  it('start once for one client token, wait in front of a held stage, and can be stopped', async () => {
    const start = () =>
      lab.pipelines.send(new StartPipelineExecutionCommand({ name, clientRequestToken: 'once' }));
    const [one, two] = [await start(), await start()];
    expect(one.pipelineExecutionId).toBe(two.pipelineExecutionId);
    const waiting = await until(lab, async () => {
      const stage = (await stateOf(lab)).stageStates?.[1];
      return stage?.inboundExecution === undefined ? undefined : stage;
    });
    expect(waiting.inboundExecution).toEqual({
      pipelineExecutionId: one.pipelineExecutionId,
      status: 'InProgress',
    });
    const [newer] = await executionsOf(lab);
    expect(newer?.trigger).toEqual({
      triggerType: 'StartPipelineExecution',
      triggerDetail: 'arn:aws:iam::000000000000:user/learner',
    });
    const target = { pipelineName: name, pipelineExecutionId: one.pipelineExecutionId };
    await lab.pipelines.send(
      new StopPipelineExecutionCommand({ ...target, abandon: true, reason: 'enough' }),
    );
    const stopped = await newest(lab, 'Stopped');
    expect(stopped.stopTrigger).toEqual({ reason: 'enough' });
    await expect(lab.pipelines.send(new StopPipelineExecutionCommand(target))).rejects.toEqual(
      fails('PipelineExecutionNotStoppableException', /Unable to stop the pipeline execution/),
    );
  });

  it('are listed in pages, newest first, and filtered', async () => {
    const all = await executionsOf(lab);
    const page = await lab.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 1 }),
    );
    expect(page.pipelineExecutionSummaries?.[0]?.pipelineExecutionId).toBe(all[0]?.pipelineExecutionId);
    const next = await lab.pipelines.send(
      new ListPipelineExecutionsCommand({ pipelineName: name, maxResults: 1, nextToken: page.nextToken }),
    );
    expect(next.pipelineExecutionSummaries?.[0]?.pipelineExecutionId).toBe(all[1]?.pipelineExecutionId);
    const filter = { pipelineExecutionId: all[0]?.pipelineExecutionId };
    const rows = await lab.pipelines.send(new ListActionExecutionsCommand({ pipelineName: name, filter }));
    expect(rows.actionExecutionDetails?.map(({ actionName }) => actionName)).toEqual(['Source']);
    await expect(
      lab.pipelines.send(
        new ListActionExecutionsCommand({
          pipelineName: name,
          filter: { pipelineExecutionId: crypto.randomUUID() },
        }),
      ),
    ).rejects.toEqual(fails('PipelineExecutionNotFoundException', /does not exist for pipeline/));
  });
});

describe('a transition', () => {
  it('can be disabled and enabled', async () => {
    const transition = { pipelineName: name, stageName: 'Approval', transitionType: 'Inbound' as const };
    await lab.pipelines.send(new DisableStageTransitionCommand({ ...transition, reason: 'freeze' }));
    const held = (await stateOf(lab)).stageStates?.[1]?.inboundTransitionState;
    expect(held).toMatchObject({
      enabled: false,
      disabledReason: 'freeze',
      lastChangedBy: 'arn:aws:iam::000000000000:user/learner',
    });
    expect(held?.lastChangedAt).toBeInstanceOf(Date);
    await lab.pipelines.send(new EnableStageTransitionCommand(transition));
    expect((await stateOf(lab)).stageStates?.[1]?.inboundTransitionState?.enabled).toBe(true);
  });
});

describe('variables', () => {
  it('of pipeline and source are resolved in configurations', async () => {
    const configuration = {
      BucketName: 'cp-s3-deploy-test',
      Extract: 'false',
      ObjectKey: '#{variables.folder}/#{Git.BranchName}.zip',
    };
    const stages = [
      {
        name: 'Source',
        actions: [
          { ...(realPipeline(lab).stages?.[0]?.actions?.[0] as object), namespace: 'Git' } as ReturnType<
            typeof sourceAction
          >,
        ],
      },
      { name: 'Deploy', actions: [deployAction({ configuration })] },
    ];
    await createPipeline(lab, {
      name: 'variables',
      stages,
      variables: [{ name: 'folder', defaultValue: 'zips' }],
    });
    const rows = await until(lab, async () => {
      const { actionExecutionDetails: found = [] } = await lab.pipelines.send(
        new ListActionExecutionsCommand({ pipelineName: 'variables' }),
      );
      return found[0]?.actionName === 'Deploy' && found[0].status === 'Succeeded' ? found : undefined;
    });
    expect(rows[0]?.input?.resolvedConfiguration?.ObjectKey).toBe('zips/main.zip');
    expect(rows[0]?.input?.configuration?.ObjectKey).toBe(configuration.ObjectKey);
    expect(rows[0]?.output?.executionResult?.externalExecutionId).toBe('cp-s3-deploy-test/zips/main.zip');
  });
});
