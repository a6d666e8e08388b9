import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { plansText, resultText, teardown } from '../../../checker/teardown/index.ts';
import { labsInStyles } from './styles.ts';
import { labTag, makeConnection, openTeardownSession } from './teardown-session.ts';

let built: Awaited<ReturnType<typeof labsInStyles>>;
beforeAll(async () => {
  built = await labsInStyles();
}, 90_000);
afterAll(() => built.close());

it("names of the account's own cannot move the cursor, break a line or turn the text around", async () => {
  const lab = await built.open('cli');
  await makeConnection(lab, 'mine\r\u001b[2K\nDeleted: all\u202e', [labTag]);
  const Bucket = lab.names.deployBucket;
  await lab.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'a\u009b2K\u2028b\tc', Body: 'x' }));
  const { options, close } = openTeardownSession(lab.practice);
  const result = await teardown(options);
  const text =
    plansText(result.plan === undefined ? [] : [result.plan], 'abc', { width: 80 }) +
    resultText(result, options.lab, { width: 80 });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern looks for control characters
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/);
  expect(text).toContain('mine\\u000d\\u001b[2K\\u000aDeleted: all\\u202e');
  expect(text).toContain('\\u009b2K\\u2028b');
  close();
});
