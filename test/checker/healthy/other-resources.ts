import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { createBucket } from '../../../scenarios/finished-lab/build-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { policyDocument, rolePolicy } from '../../../scenarios/finished-lab/role-policy.ts';
import { connectionArn, editPipeline } from '../lab-edits.ts';
import { kms, setPolicy } from './role-policy.ts';

/** Resources that differ from those of the pages. With each of them the lab is still finished. */
export const otherResources: Record<string, (lab: LabAccount) => Promise<unknown>> = {
  'an artifact bucket that the console created for all pipelines': async (lab) => {
    const shared = 'codepipeline-us-east-1-12345678901';
    await createBucket(lab, shared);
    const statements = rolePolicy({ ...lab.names, artifactBucket: shared }, await connectionArn(lab));
    await setPolicy(lab, statements);
    await editPipeline(lab, (pipeline) =>
      Object.assign(pipeline, { artifactStore: { type: 'S3', location: shared } }),
    );
    await lab.approve(await lab.push(3));
  },
  'a KMS key for the bucket and for the artifacts': async (lab) => {
    const key = 'arn:aws:kms:us-east-1:000000000000:key/0d990263-018e-4e65-a703-eff731de951e';
    await lab.clients.s3.send(
      new PutBucketEncryptionCommand({
        Bucket: lab.names.deployBucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
              BucketKeyEnabled: true,
            },
          ],
        },
      }),
    );
    await setPolicy(lab, [...rolePolicy(lab.names, await connectionArn(lab)), kms]);
    await editPipeline(lab, (pipeline) => {
      Object.assign(pipeline.artifactStore ?? {}, { encryptionKey: { id: key, type: 'KMS' } });
    });
    await lab.approve(await lab.push(3));
  },
  'the console’s role: its path, its name, a managed policy': async (lab) => {
    const { iam } = lab.clients;
    const name = `AWSCodePipelineServiceRole-us-east-1-${lab.names.pipeline}`;
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: name,
        Path: '/service-role/',
        AssumeRolePolicyDocument: policyDocument([
          { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ]),
      }),
    );
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: name,
        Path: '/service-role/',
        PolicyDocument: policyDocument([
          { Effect: 'Allow', Action: ['s3:*'], Resource: '*' },
          {
            Effect: 'Allow',
            Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
            Resource: '*',
          },
        ]),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }));
    await editPipeline(lab, (pipeline) => Object.assign(pipeline, { roleArn: Role?.Arn }));
    await lab.approve(await lab.push(3));
  },
  'a managed policy in place of the inline one': async (lab) => {
    const { iam } = lab.clients;
    const PolicyDocument = policyDocument(rolePolicy(lab.names, await connectionArn(lab)));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'cp-lab', PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: lab.names.role, PolicyArn: Policy?.Arn }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: lab.names.role, PolicyName: lab.names.policy }));
    await lab.approve(await lab.push(3));
  },
};
