import { GetBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { bucket, createBucketByConsole } from '../kit/console-bucket.ts';
import { consoleLocators } from '../kit/console-labels.ts';
import { mouseUser, type PageUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let clients: Clients;
let words: ReturnType<typeof consoleLocators>;
beforeEach(async () => {
  opened = await openConsole();
  clients = clientsOf(opened.practice);
  words = consoleLocators(opened.page);
  await opened.page.setViewportSize({ width: 1280, height: 900 });
});
afterEach(async () => {
  clients.destroy();
});

async function verdict({ choose }: PageUser): Promise<string | null> {
  const step = opened.page.getByRole('region', { name: 'The step' });
  await choose(step.getByRole('button', { name: 'Check this step' }));
  const text = step.locator('.verdict.pass, .verdict.fail, .verdict.waiting, .verdict.unknown');
  await text.waitFor();
  return text.getAttribute('class');
}

describe('a bucket in the practice console', () => {
  it("is created as step 3 describes, by mouse, and the step's check passes only then", async () => {
    const { link, tab, box, row, banner } = words;
    const user = mouseUser(opened.page);
    await opened.open('console?step=step-3');
    expect(await verdict(user)).toBe('verdict fail');
    await createBucketByConsole(words, user);
    await banner('Successfully created bucket');
    await row(bucket).getByText('us-east-1', { exact: true }).waitFor();
    expect(await verdict(user)).toBe('verdict pass');
    // Item 11: the check once more.
    await link(bucket).click();
    await tab('Properties').click();
    await box('Bucket Versioning').getByText('Enabled', { exact: true }).waitFor();
    expect(await box('Tags').textContent()).toContain('labcodepipeline-lab');
    expect(await box('Default encryption').textContent()).toContain('SSE-S3');
    await tab('Permissions').click();
    const block = box('Block public access (bucket settings)');
    expect(await block.getByText('Block all public access').textContent()).toContain('On');
    await box('Bucket policy').getByText('No policy to display.').waitFor();
  });

  it('reports what was created and what was not if AWS rejects a setting midway', async () => {
    const { banner, heading, tab, box, button, field } = words;
    const { choose, type } = mouseUser(opened.page);
    await opened.open('console');
    await createBucketByConsole(words, mouseUser(opened.page), 'aws:lab');
    await heading(bucket).waitFor();
    await banner(`The bucket ${bucket} was created.`);
    await banner('Not set up: Tags.');
    // The remaining settings are made on the bucket's page, as the banner says.
    await tab('Properties').click();
    await box('Bucket Versioning').getByText('Enabled', { exact: true }).waitFor();
    await choose(button('Edit', box('Tags')));
    await choose(button('Add new tag'));
    await type(field('Key of tag 1'), 'lab');
    await type(field('Value of tag 1'), 'codepipeline-lab');
    await choose(button('Save changes'));
    await banner('Successfully edited bucket tags.');
    expect(await box('Tags').textContent()).toContain('labcodepipeline-lab');
    expect(await button('Edit', box('Tags')).evaluate('document.activeElement?.textContent')).toBe('Edit');
    await choose(button('Edit', box('Default encryption')));
    await choose(field('Server-side encryption with AWS Key Management Service keys (SSE-KMS)'));
    await choose(button('Save changes'));
    await banner('Successfully edited default encryption.');
    const { ServerSideEncryptionConfiguration: encryption } = await clients.s3.send(
      new GetBucketEncryptionCommand({ Bucket: bucket }),
    );
    expect(encryption?.Rules?.[0]).toMatchObject({
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' },
    });
  });

  it('is rejected with a wrong name, or if it may become public without the acknowledgment', async () => {
    const { main, banner, button, field, box } = words;
    const { choose, type } = mouseUser(opened.page);
    await opened.open('console/s3/create');
    await type(field('Bucket name'), 'My_Bucket');
    await choose(button('Create bucket'));
    await banner('small letters, digits, dots and dashes only');
    expect(await field('Bucket name').getAttribute('aria-invalid')).toBe('true');
    await type(field('Bucket name'), bucket);
    await choose(field('Block all public access', box('Block Public Access settings for this bucket')));
    await choose(button('Create bucket'));
    await banner('acknowledge that the bucket may become public');
    await choose(main.getByLabel(/^I acknowledge/));
    await choose(button('Create bucket'));
    await banner('Successfully created bucket');
  });

  it('of another region is read, changed and deleted there, whatever region is chosen', async () => {
    const { page, open } = opened;
    const { banner, button, field, tab, box, link, row, heading } = words;
    const { choose, type } = mouseUser(page);
    const name = 'in-ireland-000000000000';
    await open('console/s3/create');
    await page.getByLabel('Region').selectOption('eu-west-1');
    await type(field('Bucket name'), name);
    await choose(button('Create bucket'));
    await banner('Successfully created bucket');
    await row(name).getByText('eu-west-1', { exact: true }).waitFor();
    await page.getByLabel('Region').selectOption('ap-south-1');
    await choose(link(name));
    await choose(tab('Permissions'));
    await choose(button('Edit', box('Bucket policy')));
    await type(field('Policy'), '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"}]}');
    await choose(button('Save changes'));
    await banner(/MalformedPolicy|Missing required field/);
    await type(
      field('Policy'),
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` },
        ],
      }),
    );
    // Block Public Access is still on.
    await choose(button('Save changes'));
    await banner(/AccessDenied|public policies are (prevented|blocked)/i);
    await choose(button('Cancel'));
    const called = page.getByRole('region', { name: /What was called/ });
    await called
      .getByText(/put-bucket-policy[\s\S]*--region eu-west-1/)
      .first()
      .waitFor();
    await choose(link('General purpose buckets'));
    await choose(field(`Choose ${name}`));
    await choose(button('Delete'));
    await heading('Delete bucket').waitFor();
    await type(field(`To confirm, type ${name}`), name);
    await choose(button('Delete bucket'));
    await banner('Successfully deleted bucket');
    await words.main.getByText('No buckets.').waitFor();
  });
});
