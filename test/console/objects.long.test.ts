import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageHtml as labPage } from '../../scenarios/finished-lab/repository.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { bucket } from '../kit/console-bucket.ts';
import { type ConsoleLocators, consoleLocators } from '../kit/console-labels.ts';
import { mouseUser, type PageUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let clients: Clients;
let words: ConsoleLocators;
let user: PageUser;
beforeEach(async () => {
  opened = await openConsole();
  clients = clientsOf(opened.practice);
  words = consoleLocators(opened.page);
  user = mouseUser(opened.page);
  await opened.page.setViewportSize({ width: 1280, height: 900 });
  await clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await clients.s3.send(
    new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
});
afterEach(async () => {
  clients.destroy();
});

const put = (Key: string, Body: string, ContentType = 'text/html') =>
  clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ContentType }));

async function left(): Promise<{ versions: string[]; markers: string[] }> {
  const { Versions = [], DeleteMarkers = [] } = await clients.s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket }),
  );
  const keys = (list: { Key?: string | undefined }[]) => list.map(({ Key = '' }) => Key);
  return { versions: keys(Versions), markers: keys(DeleteMarkers) };
}

describe('the objects of a bucket', () => {
  it('are shared by a presigned URL as step 7 describes', async () => {
    const { context, page, open } = opened;
    const { choose, type } = user;
    const { link, field, button, dialog, banner, services } = words;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await put('index.html', labPage(1));
    await open('console');
    await choose(link('Amazon S3', services));
    await choose(link('General purpose buckets'));
    await choose(link(bucket));
    await choose(field('Choose index.html'));
    await choose(button('Actions'));
    await choose(button('Share with a presigned URL'));
    await choose(field('Minutes', dialog));
    await type(field('Number of minutes', dialog), '721');
    expect(await button('Create presigned URL', dialog).isDisabled()).toBe(true);
    await type(field('Number of minutes', dialog), '60');
    await choose(button('Create presigned URL', dialog));
    await banner('copied to your clipboard');
    await page.evaluate('navigator.clipboard.writeText("")');
    await choose(button('Copy presigned URL'));
    await page.waitForFunction('navigator.clipboard.readText().then((text) => text !== "")');
    const url = new URL(await page.evaluate<string>('navigator.clipboard.readText()'));
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
    expect(url.origin).toBe(opened.practice.endpoint);
    const tab = await context.newPage();
    await tab.goto(url.href);
    await tab.getByRole('heading', { name: 'Deployed by AWS CodePipeline' }).waitFor();
    url.search = '';
    expect(await (await fetch(url)).text()).toContain('AccessDenied');
    const called = page.getByRole('region', { name: /What was called/ });
    expect(await called.textContent()).toMatch(
      /aws s3 presign s3:\/\/\S+\/index\.html[\s\\]+--expires-in 3600/,
    );
  });

  it("open in their own tab on the account's port, without access to the console", async () => {
    const { context, open } = opened;
    await put('evil.html', '<script>document.title = String(window.opener)</script>');
    await open(`console/s3/buckets/${bucket}`);
    await user.choose(words.field('Choose evil.html'));
    const [tab] = await Promise.all([context.waitForEvent('page'), user.choose(words.button('Open'))]);
    await tab.waitForLoadState();
    expect(new URL(tab.url()).origin).toBe(opened.practice.endpoint);
    expect(new URL(tab.url()).origin).not.toBe(opened.companion.address);
    expect(await tab.title()).toBe('null');
  });

  it('are uploaded with their types, show their versions, and are deleted in both modes', async () => {
    const { page, open } = opened;
    const { choose, type } = user;
    const { main, field, button, link, banner, dialog, row, tab } = words;
    await open(`console/s3/buckets/${bucket}`);
    await choose(link('Upload'));
    await field('Add files').setInputFiles([
      { name: 'index.html', mimeType: 'text/html', buffer: Buffer.from(labPage(1)) },
      { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0, 255]) },
    ]);
    await choose(button('Upload'));
    await banner('Upload succeeded: 2 of 2.');
    const head = await clients.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: 'index.html' }));
    expect(head.ContentType).toBe('text/html');
    const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: 'dot.png' }));
    expect([...((await Body?.transformToByteArray()) ?? [])]).toEqual([0x89, 0x50, 0, 255]);
    await put('index.html', labPage(2));
    // Step 8, item 7.
    await choose(field('Show versions'));
    await row('index.html').nth(1).waitFor();
    const ids = await row('index.html').locator('code').allTextContents();
    expect(new Set(ids).size).toBe(2);
    await choose(field(`Choose index.html version ${head.VersionId}`));
    await choose(button('Delete'));
    await type(field('To confirm, type permanently delete', dialog), 'permanently delete');
    await choose(button('Delete objects', dialog));
    await banner('Successfully deleted objects: 1.');
    expect((await left()).versions).toEqual(['dot.png', 'index.html']);
    // While versions are hidden, a delete only adds a marker.
    await choose(field('Show versions'));
    await choose(link('index.html'));
    await main.getByText('text/html').first().waitFor();
    await choose(tab('Versions'));
    await main.getByText('Object (current version)').waitFor();
    await choose(button('Object actions'));
    await choose(button('Delete'));
    await type(field('To confirm, type delete', dialog), 'delete');
    await choose(button('Delete objects', dialog));
    await banner('Successfully deleted objects: 1.');
    await main.getByText('Delete marker (current version)').waitFor();
    await choose(tab('Properties'));
    await main.getByText('a delete marker stands in its place').waitFor();
    expect(await left()).toEqual({ versions: ['dot.png', 'index.html'], markers: ['index.html'] });
    const called = page.getByRole('region', { name: /What was called/ });
    expect(await called.textContent()).toContain('--body index.html');
  });

  it("of one folder are deleted with all their versions, and a neighbor's stay", async () => {
    const { open } = opened;
    const { choose, type } = user;
    const { main, field, button, link, banner, dialog } = words;
    for (const key of ['codepipeline-s3-depl/SourceArti/a.zip', 'codepipeline-s3-depl/SourceArti/b.zip'])
      for (const body of ['1', '2']) await put(key, body);
    await put('other-pipeline/x.zip', '1');
    await put('../<img src=x onerror=alert(1)>//end', '1');
    await open(`console/s3/buckets/${bucket}`);
    await choose(field('Show versions'));
    await choose(field('Choose codepipeline-s3-depl/'));
    await choose(button('Delete'));
    await type(field('To confirm, type permanently delete', dialog), 'permanently delete');
    await choose(button('Delete objects', dialog));
    await banner('Successfully deleted objects: 4.');
    expect(await link('codepipeline-s3-depl/').count()).toBe(0);
    expect((await left()).versions).toHaveLength(2);
    // Folders with hostile names can be opened, and their names stay text.
    await choose(link('../'));
    await choose(link('<img src=x onerror=alert(1)>/'));
    await choose(link('/'));
    await choose(link('end'));
    await main.getByText('Object overview').waitFor();
    expect(await main.locator('img').count()).toBe(0);
  });

  it('are all gone after the bucket is emptied as step 9 describes, and then the bucket is deleted', async () => {
    const { open } = opened;
    const { choose, type } = user;
    const { main, field, button, link, banner, services } = words;
    await put('index.html', labPage(1));
    await put('index.html', labPage(2));
    await put('a b/ü&+<%.txt', 'odd', 'text/plain');
    await open('console');
    await choose(link('Amazon S3', services));
    await choose(field(`Choose ${bucket}`));
    await choose(button('Delete'));
    await type(field(`To confirm, type ${bucket}`), bucket);
    await choose(button('Delete bucket'));
    await banner('The bucket you tried to delete is not empty');
    await choose(link('empty it'));
    await type(field('To confirm, type permanently delete'), 'permanently delete');
    await choose(button('Empty'));
    await banner('Successfully emptied bucket');
    await main.getByText('Deleted 3 of 3 versions and delete markers.').waitFor();
    expect(await left()).toEqual({ versions: [], markers: [] });
    await choose(link('Exit'));
    await choose(field(`Choose ${bucket}`));
    await choose(button('Delete'));
    await type(field(`To confirm, type ${bucket}`), bucket);
    await choose(button('Delete bucket'));
    await banner('Successfully deleted bucket');
    await main.getByText('No buckets.').waitFor();
  });
});
