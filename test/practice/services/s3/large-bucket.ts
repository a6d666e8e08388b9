import type { Caller } from '../../../../practice/core/emulator.ts';
import { openAccount, ours } from './account.ts';

/**
 * Fills a bucket with this many versions, half of them of one key. Then it lists and deletes them page by page as a
 * teardown does. Resolves to the number of versions that it found.
 */
export async function emptyLargeBucket(count: number): Promise<number> {
  const account = await openAccount();
  const root = `arn:aws:iam::${ours}:root`;
  const caller: Caller = { kind: 'root', accountId: ours, arn: root, userId: ours, principalArn: root };
  const invoke = <T>(operation: string, input: object = {}) =>
    account.emulator.invoke<T>({
      service: 's3',
      operation,
      region: 'us-east-1',
      caller,
      input: { Bucket: 'large-bucket', ...input },
    });
  await invoke('CreateBucket');
  await invoke('PutBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
  const half = count / 2;
  for (let i = 0; i < half; i++) await invoke('PutObject', { Key: `spread/${(i * 7919) % half}` });
  for (let i = 0; i < half; i++) await invoke('PutObject', { Key: 'deep' });

  let found = 0;
  let markers: { NextKeyMarker?: string; NextVersionIdMarker?: string } = {};
  do {
    const page = await invoke<typeof markers & { Versions: { Key: string; VersionId: string }[] }>(
      'ListObjectVersions',
      { KeyMarker: markers.NextKeyMarker, VersionIdMarker: markers.NextVersionIdMarker },
    );
    found += page.Versions.length;
    const Objects = page.Versions.map(({ Key, VersionId }) => ({ Key, VersionId }));
    await invoke('DeleteObjects', { Delete: { Objects, Quiet: true } });
    markers = page;
  } while (markers.NextKeyMarker !== undefined);
  await invoke('DeleteBucket');
  await account.close();
  return found;
}
