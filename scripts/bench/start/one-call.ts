import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

// The smallest program that makes one call of the SDK.
const { Account } = await new STSClient().send(new GetCallerIdentityCommand());
process.stdout.write(`${Account}\n`);
