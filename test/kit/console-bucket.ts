import { expect } from 'vitest';
import type { ConsoleLocators } from './console-labels.ts';
import type { PageUser } from './page-user.ts';

export const bucket = 'cp-s3-deploy-000000000000-us-east-1';

/** Step 3's console instructions, item by item, with what each says that the learner sees. */
export async function createBucketByConsole(
  locators: ConsoleLocators,
  { choose, type }: PageUser,
  tag = 'lab',
): Promise<void> {
  const { link, heading, box, field, button, services } = locators;
  await choose(link('Amazon S3', services));
  await choose(link('General purpose buckets'));
  await choose(link('Create bucket'));
  await heading('Create bucket').waitFor();
  const general = box('General configuration');
  expect(await field('General purpose', general).isChecked()).toBe(true);
  expect(await field('Global namespace', general).isChecked()).toBe(true);
  await type(field('Bucket name', general), bucket);
  expect(await field('ACLs disabled', box('Object Ownership')).isChecked()).toBe(true);
  const block = box('Block Public Access settings for this bucket');
  expect(await field('Block all public access', block).isChecked()).toBe(true);
  await choose(field('Enable', box('Bucket Versioning')));
  await choose(button('Add new tag', box('Tags')));
  await type(field('Key of tag 1'), tag);
  await type(field('Value of tag 1'), 'codepipeline-lab');
  const encryption = field('Server-side encryption with Amazon S3 managed keys (SSE-S3)');
  expect(await encryption.isChecked()).toBe(true);
  await choose(button('Create bucket'));
}
