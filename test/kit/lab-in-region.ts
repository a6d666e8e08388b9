import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { namesOf } from '../../checker/lab/lab.ts';
import { definition, type LabAccount } from '../../scenarios/finished-lab.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { added, everything, labTag, makeConnection, makeRole } from '../checker/teardown/support.ts';

/** The same lab once more, in another region, as somebody leaves it who began there: and what it consists of. */
export async function labIn(lab: LabAccount, region: string): Promise<Map<string, string>> {
  const before = everything(lab);
  const names = namesOf({ region, branch: 'main' }, lab.practice.accountId);
  const there = { ...lab, clients: clientsOf(lab.practice, region), names };
  for (const Bucket of [names.deployBucket, names.artifactBucket]) {
    const LocationConstraint = region as BucketLocationConstraint;
    await there.clients.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }),
    );
    await there.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
    await there.clients.s3.send(new PutObjectCommand({ Bucket, Key: 'index.html', Body: 'hello' }));
  }
  const roleArn = await makeRole(there, names.role, [labTag]);
  const connectionArn = await makeConnection(there, names.connection, [labTag]);
  await there.clients.pipelines.send(
    new CreatePipelineCommand({
      pipeline: definition(names, roleArn, connectionArn),
      tags: [{ key: labTag.Key, value: labTag.Value }],
    }),
  );
  // Its connection is pending, so its execution fails: the account has to hold still.
  await lab.until(async () => {
    const records = [...everything(lab)].filter(([key]) => key.startsWith('codepipeline/executions'));
    return records.every(([, value]) => JSON.parse(value).status !== 'InProgress') || undefined;
  });
  there.clients.destroy();
  return added(before, everything(lab));
}
