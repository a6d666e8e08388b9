import {
  DisableStageTransitionCommand,
  GetPipelineCommand,
  StartPipelineExecutionCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  CreateRoleCommand,
  DeleteRoleCommand,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakLab } from '../../scenarios/break-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { repository } from '../../scenarios/finished-lab/repository.ts';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { labByConsole } from '../kit/lab-by-console.ts';
import { mouseUser } from '../kit/page-user.ts';

type Labs = Awaited<ReturnType<typeof finishedLab>>;

const openConsole = consoleWindows();
/** An account with repository, bucket and connection, and one with the whole lab. */
let begun: Labs;
let finished: Labs;
beforeAll(async () => {
  [begun, finished] = await Promise.all([finishedLab('connection'), finishedLab('approval')]);
}, 60_000);
afterAll(async () => {
  await begun.close();
  await finished.close();
});

/** Opens an account and its console for one test, and fails on any other error. */
async function inConsole(
  labs: Labs,
  work: (lab: LabAccount, opened: ConsoleWindow, by: ReturnType<typeof labByConsole>) => Promise<void>,
): Promise<void> {
  const lab = await labs.open();
  const opened = await openConsole({ lab });
  await work(lab, opened, labByConsole(opened, mouseUser(opened.page)));
}

const foreignRole = (lab: LabAccount) =>
  new CreateRoleCommand({
    RoleName: lab.names.role,
    AssumeRolePolicyDocument: policyDocument([
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]),
  });

describe('steps 5 and 6 in the practice console', () => {
  it('are completed by mouse; a rejection loses no input, and nothing is created twice', async () => {
    await inConsole(begun, async (lab, { page }, by) => {
      const { choose, type, pick, button, link, field, dialog, see } = by;
      const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      const stage = (name: string) => page.getByRole('region', { name: `Stage ${name}`, exact: true });
      const { iam, pipelines } = lab.clients;
      // A role of another user already has the name, and CodePipeline may not assume it.
      await iam.send(foreignRole(lab));
      await by.open('console/codepipeline/pipelines');
      await choose(link('Create pipeline'));
      await choose(button('Next'));
      await type(field('Pipeline name'), lab.names.pipeline);
      await choose(page.getByRole('radio', { name: 'Superseded', exact: true }));
      await type(field('Role name'), lab.names.role);
      await choose(button('Next'));
      await pick(field('Source provider'), 'GitHub (via GitHub App)');
      await pick(field('Connection'), lab.names.connection);
      await see('Ready to connect');
      await pick(field('Repository name'), repository);
      await pick(field('Default branch'), 'main');
      await choose(button('Next'));
      for (const skipped of ['build', 'test']) {
        await choose(button(`Skip ${skipped} stage`));
        await choose(button('Skip', dialog()));
      }
      await pick(field('Deploy provider'), 'Amazon S3');
      await pick(field('Bucket'), lab.names.deployBucket);
      await choose(field('Extract file before deploy'));
      await choose(button('Next'));
      await choose(button('Create pipeline'));
      await page
        .locator('.flash.bad')
        .getByText(`Role with name ${lab.names.role} already exists.`)
        .waitFor();
      await see(lab.names.deployBucket);
      await iam.send(new DeleteRoleCommand({ RoleName: lab.names.role }));
      await choose(button('Create pipeline'));
      await heading(lab.names.pipeline);
      await stage('Deploy').getByText('Succeeded').first().waitFor();
      const { AttachedPolicies } = await iam.send(
        new ListAttachedRolePoliciesCommand({ RoleName: lab.names.role }),
      );
      const policy = `AWSCodePipelineServiceRole-us-east-1-${lab.names.pipeline}`;
      expect(AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual([policy]);
      // The first run had no approval stage, so it is not an approved run.
      await by.notYet(6);
      await choose(link('Edit', page.locator('.page-head')));
      await choose(button('+ Add stage after Source'));
      await type(field('Stage name', dialog()), 'Approve');
      await choose(button('Add stage', dialog()));
      await choose(button('+ Add action group'));
      await type(field('Action name', dialog()), 'Approve');
      await pick(field('Action provider', dialog()), 'Manual approval');
      await choose(button('Done', dialog()));
      await choose(button('Done with Approve'));
      await by.notYet(5);
      await choose(button('Save'));
      await choose(button('Save', dialog()));
      await see('Release change');
      await page.locator('.flash').getByText('was saved').waitFor();
      await by.done(5);
      await choose(button('Release change'));
      await choose(button('Release', dialog()));
      await stage('Approve').getByText('Waiting for approval').waitFor();
      await by.notYet(6);
      await choose(button('Review', stage('Approve')));
      await choose(page.getByRole('radio', { name: 'Approve', exact: true }));
      await type(field('Comments', dialog()), 'I have read the commit');
      await choose(button('Submit', dialog()));
      await stage('Deploy').getByText('Succeeded').first().waitFor();
      await by.done(6);
      const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
      expect(Policies?.map(({ PolicyName }) => PolicyName)).toEqual([policy]);
      const { pipeline } = await pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }));
      expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Approve', 'Deploy']);
    });
  });
});

describe('editing and stopping in the practice console', () => {
  it("shows an action only its own provider's settings, and asks before it discards", async () => {
    await inConsole(finished, async (lab, { page }, by) => {
      const { choose, type, pick, button, field, dialog } = by;
      const pipelines = `console/codepipeline/pipelines/${lab.names.pipeline}`;
      const deploy = page.getByRole('region', { name: 'Edit: Deploy' });
      const read = async () =>
        (await lab.clients.pipelines.send(new GetPipelineCommand({ name: lab.names.pipeline }))).pipeline
          ?.stages;
      const before = await read();
      await by.open(`${pipelines}/edit`);
      await choose(button('Edit stage Deploy', deploy));
      await choose(button('Edit action Deploy', deploy));
      expect(await field('Bucket', dialog()).inputValue()).toBe(lab.names.deployBucket);
      await choose(field('Extract file before deploy', dialog()));
      await type(field('S3 object key', dialog()), 'page.zip');
      expect(await axeFindings(page)).toEqual([]);
      await choose(button('Done', dialog()));
      await choose(button('Cancel', page.locator('.page-head')));
      await choose(button('Discard', dialog()));
      await page.getByRole('region', { name: 'Stage Deploy' }).waitFor();
      expect(await read()).toEqual(before);
      await by.open(`${pipelines}/edit`);
      await choose(button('Edit stage Deploy', deploy));
      await choose(button('+ Add action group', deploy));
      await type(field('Action name', dialog()), 'Again');
      await pick(field('Action provider', dialog()), 'Manual approval');
      await type(field('Comments - optional', dialog()), 'is it right?');
      await pick(field('Action provider', dialog()), 'Amazon S3');
      await pick(field('Bucket', dialog()), lab.names.artifactBucket);
      await choose(field('Extract file before deploy', dialog()));
      await choose(button('Done', dialog()));
      await choose(button('Save'));
      await choose(button('Save', dialog()));
      await page.locator('.flash').getByText('was saved').waitFor();
      expect((await read())?.at(-1)?.actions?.at(-1)).toMatchObject({
        name: 'Again',
        runOrder: 2,
        inputArtifacts: [{ name: 'SourceArtifact' }],
        configuration: { BucketName: lab.names.artifactBucket, Extract: 'true' },
      });
      expect(Object.keys((await read())?.at(-1)?.actions?.at(-1)?.configuration ?? {}).sort()).toEqual([
        'BucketName',
        'Extract',
      ]);
    });
  });

  it('stops an execution that waits in front of a stage, and shows it as stopped', async () => {
    await inConsole(finished, async (lab, { page }, by) => {
      const { choose, button, link, dialog, see } = by;
      const name = lab.names.pipeline;
      await lab.clients.pipelines.send(
        new DisableStageTransitionCommand({
          pipelineName: name,
          stageName: 'Approve',
          transitionType: 'Inbound',
          reason: 'not now',
        }),
      );
      await by.open(`console/codepipeline/pipelines/${name}`);
      await page.getByText('Disabled by learner').waitFor();
      const { pipelineExecutionId: id = '' } = await lab.clients.pipelines.send(
        new StartPipelineExecutionCommand({ name }),
      );
      await see('Waits to come in');
      await choose(button('Stop execution'));
      await dialog().getByText(id).first().waitFor({ state: 'attached' });
      await choose(button('Stop', dialog()));
      await page.locator('.flash').getByText('is being stopped').waitFor();
      await choose(link('Executions'));
      const row = page.getByRole('row').filter({ hasText: id.slice(0, 8) });
      await row.getByText('Stopped').waitFor();
    });
  });

  it('shows an execution that another one overtook as superseded, in the history and on its page', async () => {
    await inConsole(finished, async (lab, { page }, by) => {
      await breakLab(lab, 'execution-superseded');
      await by.open(`console/codepipeline/pipelines/${lab.names.pipeline}/executions`);
      const row = page.getByRole('row').filter({ hasText: 'Superseded' });
      await by.choose(row.getByRole('link').first());
      await by.see('Superseded');
      const source = page.getByRole('row').filter({ hasText: 'Source' }).first();
      const artifact = source.getByRole('link', { name: 'SourceArtifact' });
      const address = new URL((await artifact.getAttribute('href')) ?? '', 'http://127.0.0.1');
      expect(address.pathname).toBe(`/console/s3/buckets/${lab.names.artifactBucket}/object`);
      expect(address.searchParams.get('key')).toMatch(/^codepipeline-s3-depl\/SourceArti\//);
      expect(await axeFindings(page)).toEqual([]);
    });
  });

  it('names every execution that waits in front of a stage', async () => {
    await inConsole(finished, async (lab, { page }, by) => {
      const { pipelines } = lab.clients;
      const name = lab.names.pipeline;
      const { pipeline } = await pipelines.send(new GetPipelineCommand({ name }));
      if (pipeline === undefined) throw new Error(`no pipeline ${name}`);
      await pipelines.send(new UpdatePipelineCommand({ pipeline: { ...pipeline, executionMode: 'QUEUED' } }));
      const ids: string[] = [];
      for (let count = 0; count < 3; count++) {
        const { pipelineExecutionId = '' } = await pipelines.send(
          new StartPipelineExecutionCommand({ name }),
        );
        ids.push(pipelineExecutionId.slice(0, 8));
      }
      await by.open(`console/codepipeline/pipelines/${name}`);
      await by.see('Queued');
      // The first one occupies the approval stage. The others wait in front of it, in their order.
      const waiting = page.getByRole('region', { name: 'Stage Approve' }).getByText('Waits to come in');
      await waiting.getByRole('link', { name: ids[2] ?? '' }).waitFor();
      expect(await waiting.getByRole('link').allTextContents()).toEqual(ids.slice(1));
    });
  });
});
