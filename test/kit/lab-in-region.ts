import { CreatePipelineCommand } from '@aws-sdk/client-codepipeline';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { zipSync } from 'fflate';
import { namesOf } from '../../checker/lab/lab.ts';
import { artifactPrefix } from '../../checker/teardown/explanation.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { definition } from '../../scenarios/finished-lab/pipeline-definition.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { added, everything, labTag, makeConnection, makeRole } from '../checker/teardown/teardown-session.ts';

/** The same lab in a second region, as a learner leaves it who began there, with the resources that it consists of. */
export async function buildLabInRegion(lab: LabAccount, region: string): Promise<Map<string, string>> {
  const before = everything(lab);
  const names = namesOf({ region, branch: 'main' }, lab.practice.accountId);
  const regional = { ...lab, clients: clientsOf(lab.practice, region), names };
  for (const Bucket of [names.deployBucket, names.artifactBucket]) {
    const LocationConstraint = region as BucketLocationConstraint;
    await regional.clients.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }),
    );
    await regional.clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [labTag] } }));
  }
  // What an execution leaves: its artifact, and the file in it that was deployed.
  const page = new TextEncoder().encode('hello');
  await regional.clients.s3.send(
    new PutObjectCommand({
      Bucket: names.artifactBucket,
      Key: `${artifactPrefix(names.pipeline)}SourceArti/0AbCdEf`,
      Body: zipSync({ 'index.html': page }),
    }),
  );
  await regional.clients.s3.send(
    new PutObjectCommand({ Bucket: names.deployBucket, Key: 'index.html', Body: page }),
  );
  const roleArn = await makeRole(regional, names.role, [labTag]);
  const connectionArn = await makeConnection(regional, names.connection, [labTag]);
  await regional.clients.pipelines.send(
    new CreatePipelineCommand({
      pipeline: definition(names, roleArn, connectionArn),
      tags: [{ key: labTag.Key, value: labTag.Value }],
    }),
  );
  // Its connection is pending, so its execution fails and the account stops changing.
  await lab.until(async () => {
    const records = [...everything(lab)].filter(([key]) => key.startsWith('codepipeline/executions'));
    return records.every(([, value]) => JSON.parse(value).status !== 'InProgress') || undefined;
  });
  regional.clients.destroy();
  return added(before, everything(lab));
}
