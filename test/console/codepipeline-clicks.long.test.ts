import { DeletePipelineCommand, GetPipelineCommand } from '@aws-sdk/client-codepipeline';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { breakLab } from '../../scenarios/break-lab.ts';
import { finishedLab } from '../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { hasFocus } from '../kit/page-user.ts';

const openConsole = consoleWindows();
let built: Awaited<ReturnType<typeof finishedLab>>;
beforeAll(async () => {
  built = await finishedLab();
}, 60_000);
afterAll(async () => {
  await built.close();
});

let lab: LabAccount;
let opened: ConsoleWindow;
let page: ConsoleWindow['page'];
beforeEach(async () => {
  lab = await built.open();
  opened = await openConsole({ lab });
  ({ page } = opened);
});

const button = (name: string, within: Pick<Locator, 'getByRole'> = page.locator('#content')) =>
  within.getByRole('button', { name, exact: true });
const stage = (name: string) => page.getByRole('region', { name: `Stage ${name}` });
const dialog = () => page.getByRole('dialog');
const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const pipelinePage = () => opened.open(`console/codepipeline/pipelines/${lab.names.pipeline}`);
const banner = (text: string | RegExp) => page.locator('.flash').getByText(text).waitFor();

describe('CodePipeline in the practice console', () => {
  it('creates a pipeline with the wizard, field by field, and reports missing values before the next page', async () => {
    await lab.clients.pipelines.send(new DeletePipelineCommand({ name: lab.names.pipeline }));
    await opened.open('console/codepipeline/pipelines');
    await page.getByText('No pipelines in this region').waitFor();
    await page.getByRole('link', { name: 'Create pipeline' }).click();
    await heading('Choose creation option').waitFor();
    await button('Next').click();
    await heading('Choose pipeline settings').waitFor();
    await button('Next').click();
    await page.getByText('A pipeline name has 1 to 100 of').waitFor();
    expect(await hasFocus(page.getByLabel('Pipeline name'))).toBe(true);
    await page.getByLabel('Pipeline name').fill('by-hand');
    // The suggested name follows the pipeline's until the user types another.
    const role = page.getByLabel('Role name');
    expect(await role.inputValue()).toBe('AWSCodePipelineServiceRole-us-east-1-by-hand');
    await role.fill('x'.repeat(65));
    await button('Next').click();
    await page.getByText('this one has 65').waitFor();
    await role.fill('by-hand-role');
    await button('Next').click();
    await page.getByLabel('Source provider').selectOption({ label: 'GitHub (via GitHub App)' });
    await page.getByLabel('Connection', { exact: true }).selectOption({ label: lab.names.connection });
    await page.getByText('Ready to connect').waitFor();
    await page.getByLabel('Repository name').selectOption({ label: 'octocat/codepipeline-s3-lab' });
    await page.getByLabel('Default branch').selectOption({ label: 'main' });
    await button('Next').click();
    await heading('Add build stage').waitFor();
    await button('Skip build stage').click();
    await button('Skip', dialog()).click();
    await heading('Add test stage').waitFor();
    await button('Skip test stage').click();
    await button('Skip', dialog()).click();
    await page.getByLabel('Deploy provider').selectOption({ label: 'Amazon S3' });
    await page.getByLabel('Bucket', { exact: true }).selectOption({ label: lab.names.deployBucket });
    await page.getByLabel('Extract file before deploy').check();
    // Back and next lose no value that was typed.
    await button('Previous').click();
    await button('Skip test stage').click();
    await button('Skip', dialog()).click();
    expect(await page.getByLabel('Bucket', { exact: true }).inputValue()).toBe(lab.names.deployBucket);
    await button('Next').click();
    await heading('Review').waitFor();
    await page.getByText('by-hand-role (new)').waitFor();
    await button('Create pipeline').click();
    await heading('by-hand').waitFor();
    await banner(/was created/);
    await stage('Deploy').getByText('Succeeded').first().waitFor();
    // Without an approval stage, as the console's wizard creates it. Its artifacts are in the region's own bucket.
    const { pipeline } = await lab.clients.pipelines.send(new GetPipelineCommand({ name: 'by-hand' }));
    expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Deploy']);
    expect(pipeline?.artifactStore?.location).toMatch(/^codepipeline-us-east-1-\d{12}$/);
    expect(pipeline?.roleArn).toBe('arn:aws:iam::000000000000:role/service-role/by-hand-role');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('adds the approval stage with Edit, saves, releases and reviews: step 6 passes only then', async () => {
    await breakLab(lab, 'approval-missing');
    await opened.open('console/codepipeline/pipelines?step=step-5');
    await page.getByRole('link', { name: lab.names.pipeline }).click();
    await page.getByRole('link', { name: 'Edit', exact: true }).first().click();
    await button('+ Add stage after Source').click();
    await dialog().getByLabel('Stage name').fill('Approve');
    await button('Add stage', dialog()).click();
    const edited = page.getByRole('region', { name: 'Edit: Approve' });
    await button('+ Add action group', edited).click();
    await dialog().getByLabel('Action name').fill('Approve');
    await dialog().getByLabel('Action provider').selectOption({ label: 'Manual approval' });
    expect(await axeFindings(page)).toEqual([]);
    await button('Done', dialog()).click();
    await edited.getByText('Manual approval').waitFor();
    await button('Done with Approve', edited).click();
    expect(await axeFindings(page)).toEqual([]);
    await button('Save').click();
    await button('Save', dialog()).click();
    await banner(/was saved/);
    const step = page.getByRole('region', { name: 'The step' });
    await step.getByRole('button', { name: 'Check this step' }).click();
    await step.getByText('This step is done').waitFor();
    await button('Release change').click();
    await button('Release', dialog()).click();
    await button('Review', stage('Approve')).click();
    await dialog().getByText('Version').first().waitFor();
    expect(await button('Submit', dialog()).isDisabled()).toBe(true);
    await dialog().getByRole('radio', { name: 'Approve', exact: true }).check();
    await dialog().getByLabel('Comments').fill('file:///etc/passwd is only text');
    expect(await axeFindings(page)).toEqual([]);
    await button('Submit', dialog()).click();
    await stage('Deploy').getByText('Succeeded').first().waitFor();
    await stage('Approve').getByText('“file:///etc/passwd is only text”').waitFor();
    await page.getByRole('link', { name: 'Executions' }).click();
    await page.getByText('StartPipelineExecution – learner').first().waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('shows what failed and why, and retries it', async () => {
    await breakLab(lab, 'deploy-denied');
    await pipelinePage();
    await button('Release change').click();
    await button('Release', dialog()).click();
    await button('Review', stage('Approve')).click();
    await dialog().getByRole('radio', { name: 'Approve', exact: true }).check();
    await button('Submit', dialog()).click();
    await stage('Deploy').getByText('Failed').first().waitFor();
    await button('View details of Deploy', stage('Deploy')).click();
    // The dialog opens at its beginning, which has the cause, and not at the button below it.
    expect(await hasFocus(dialog().getByRole('heading', { name: 'Deploy: details' }))).toBe(true);
    expect(await axeFindings(page)).toEqual([]);
    await dialog()
      .getByText(/AccessDenied|not authorized|PermissionError/i)
      .first()
      .waitFor();
    await button('Done', dialog()).click();
    await button('Retry failed actions', stage('Deploy')).click();
    await banner(/Deploy is tried again/);
  });

  it("disables and enables a transition, stops an execution, and shows AWS's words for a rejection", async () => {
    await pipelinePage();
    await button('Disable transition to Deploy').click();
    await dialog().getByLabel('Reason').fill('not yet, please');
    await button('Disable', dialog()).click();
    // A reason must not contain a comma: AWS rejects it, and the text that was typed stays.
    await dialog()
      .getByText(/ValidationException|failed to satisfy/)
      .waitFor();
    await dialog().getByLabel('Reason').fill('not yet');
    await button('Disable', dialog()).click();
    await page.getByText(/Disabled by learner/).waitFor();
    await button('Enable transition').click();
    await button('Disable transition to Deploy').waitFor();
    await button('Release change').click();
    await button('Release', dialog()).click();
    await stage('Approve').getByText('Waiting for approval').waitFor();
    await button('Stop execution').click();
    await dialog().getByRole('radio', { name: 'Stop and abandon' }).check();
    await button('Stop', dialog()).click();
    await stage('Approve')
      .getByText(/Stopped|Abandoned/)
      .first()
      .waitFor();
  });

  it('keeps the focus while the pipeline changes, and announces the change', async () => {
    await pipelinePage();
    await stage('Approve').waitFor();
    await button('Release change').focus();
    await page.keyboard.press('Enter');
    await button('Release', dialog()).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Approve: waits for approval').waitFor({ state: 'attached' });
    expect(await hasFocus(button('Release change'))).toBe(true);
  });

  it('edits tags, and deletes the pipeline only after “delete” was typed', async () => {
    await opened.open(`console/codepipeline/pipelines/${lab.names.pipeline}/settings`);
    await button('Edit').click();
    await button('Add tag').click();
    await page.getByLabel('Key of tag 2').fill('team');
    await page.getByLabel('Value of tag 2').fill('<b>blue</b>');
    await button('Submit').click();
    await page.getByText('<b>blue</b>').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await pipelinePage();
    await button('Delete pipeline').click();
    const gone = button('Delete', dialog());
    expect(await gone.isDisabled()).toBe(true);
    await dialog().getByLabel('To confirm, type delete').fill('delete');
    await gone.click();
    await heading('Pipelines').waitFor();
    await page.getByText('No pipelines in this region').waitFor();
  });
});
