import { CreateBucketCommand, GetBucketTaggingCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { bucket, createBucketByConsole } from '../kit/console-bucket.ts';
import { consoleLocators } from '../kit/console-labels.ts';
import { keyboardUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let clients: Clients;
let words: ReturnType<typeof consoleLocators>;
beforeEach(async () => {
  opened = await openConsole();
  clients = clientsOf(opened.practice);
  words = consoleLocators(opened.page);
});
afterEach(async () => {
  clients.destroy();
});

it('creates the bucket of step 3 by keyboard alone', async () => {
  await opened.page.setViewportSize({ width: 1280, height: 900 });
  await opened.open('console');
  await words.heading('Console Home').waitFor();
  await createBucketByConsole(words, keyboardUser(opened.page));
  await words.banner('Successfully created bucket');
  const { TagSet } = await clients.s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
  expect(TagSet).toEqual([{ Key: 'lab', Value: 'codepipeline-lab' }]);
});

describe.each([
  ['light', 1280],
  ['dark', 390],
] as const)('in %s, %i pixels wide, axe finds no violations', (colorScheme, width) => {
  beforeEach(async () => {
    await opened.page.emulateMedia({ colorScheme });
    await opened.page.setViewportSize({ width, height: 900 });
  });

  async function expectAccessible(place: string): Promise<void> {
    const { page } = opened;
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect([place, await axeFindings(page)]).toEqual([place, []]);
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect([place, overflow]).toEqual([place, 0]);
  }

  it('on the pages of Amazon S3', async () => {
    const { main, button, tab, box, field, dialog } = words;
    await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await clients.s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: 'index.html',
        Body: '<h1>hi</h1>',
        ContentType: 'text/html',
      }),
    );
    for (const [place, sign] of [
      ['buckets', bucket],
      ['create', 'General configuration'],
      [`buckets/${bucket}/empty`, 'permanently delete'],
      [`buckets/${bucket}/delete`, 'To confirm'],
      [`buckets/${bucket}/upload`, 'No files chosen yet.'],
      [`buckets/${bucket}/object?key=index.html`, 'Object overview'],
    ] as const) {
      await opened.open(`console/s3/${place}`);
      await main.getByText(sign).first().waitFor();
      await expectAccessible(place);
    }
    await opened.open(`console/s3/buckets/${bucket}`);
    await field('Choose index.html').click();
    await button('Actions').click();
    await expectAccessible('objects');
    await button('Share with a presigned URL').click();
    await dialog.waitFor();
    await expectAccessible('presigned URL');
    await button('Cancel').click();
    await tab('Properties').click();
    await button('Edit', box('Default encryption')).click();
    await expectAccessible('properties');
    await tab('Permissions').click();
    await button('Edit', box('Block public access (bucket settings)')).click();
    await expectAccessible('permissions');
  });

  it('on the pages of IAM', async () => {
    const { main, button, tab, dialog, field } = words;
    await opened.open('console/iam/create-role');
    await field('Role name').fill('a-role');
    await expectAccessible('create role');
    await button('Create role').click();
    await main.getByText('No policies: the role may do nothing.').waitFor();
    await button('Add permissions').click();
    await expectAccessible('role');
    await button('Create inline policy').click();
    await dialog.waitFor();
    await expectAccessible('inline policy');
    await button('Cancel').click();
    await tab('Trust relationships').click();
    await expectAccessible('trust');
    await tab('Tags').click();
    await button('Manage tags').click();
    await expectAccessible('tags');
    await opened.open('console/iam/roles');
    await main.getByText('a-role').waitFor();
    await expectAccessible('roles');
    await opened.open('console/iam/policies');
    await main.getByText('AdministratorAccess', { exact: true }).waitFor();
    await expectAccessible('policies');
    await main.getByRole('link', { name: 'AdministratorAccess', exact: true }).click();
    await main.getByText('Policy details').waitFor();
    await expectAccessible('policy');
  });
});
