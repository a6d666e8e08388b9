import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aws, setEnvironment } from './run-aws.ts';

// One key fills two pages and has a delete marker on the second: a pager that follows only one token reads this wrong.
const page = (inner: string) =>
  `<?xml version="1.0"?><ListVersionsResult><Name>b</Name><Prefix></Prefix>${inner}</ListVersionsResult>`;
const version = (id: string) => `<Version><Key>k</Key><VersionId>${id}</VersionId><Size>1</Size></Version>`;
const first = page(
  `<IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>v2</NextVersionIdMarker>${version('v1')}${version('v2')}`,
);
const second = page(
  `<IsTruncated>false</IsTruncated>${version('v3')}<DeleteMarker><Key>k</Key><VersionId>m1</VersionId></DeleteMarker>`,
);

let server: Server;
let markers: (string | null)[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const marker = new URL(request.url ?? '', 'http://x').searchParams.get('version-id-marker');
    markers.push(marker);
    response.setHeader('content-type', 'application/xml');
    response.end(marker === 'v2' ? second : first);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  setEnvironment({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_REGION: 'us-east-1',
  });
});
beforeEach(() => {
  markers = [];
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const list = ['s3api', 'list-object-versions', '--bucket', 'b'];

test('merges all pages into one answer by following both markers', async () => {
  const { stdout } = await aws(...list);
  const answer = JSON.parse(stdout);
  expect(answer.Versions.map(({ VersionId }: { VersionId: string }) => VersionId)).toEqual([
    'v1',
    'v2',
    'v3',
  ]);
  expect(answer.DeleteMarkers).toHaveLength(1);
  expect(Object.keys(answer).slice(2)).toEqual(['RequestCharged', 'Prefix']);
  expect(markers).toEqual([null, 'v2']);
});

test('queries text output page by page, and prints None for a list that a page lacks', async () => {
  const { stdout } = await aws(...list, '--output', 'text', '--query', 'DeleteMarkers[].VersionId');
  expect(stdout).toBe('None\nm1\n');
});

test.each([['--no-paginate'], ['--max-keys', '2'], ['--version-id-marker', 'v2']])(
  'makes one call with %s',
  async (...more) => {
    const { stdout } = await aws(...list, ...more);
    expect(markers).toHaveLength(1);
    expect(JSON.parse(stdout)).toHaveProperty('IsTruncated');
  },
);
