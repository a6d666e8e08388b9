import * as codepipeline from '@aws-sdk/client-codepipeline';
import * as connections from '@aws-sdk/client-codestar-connections';
import * as iam from '@aws-sdk/client-iam';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConstraintTable } from '../../practice/protocols/constraints/constraint-table.ts';
import { constraints } from '../../practice/protocols/constraints/index.ts';
import { models, type OperationSchema, type ServiceModel } from '../../practice/protocols/schemas.ts';
import { requireValid } from '../../practice/protocols/validate-input.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { Violations } from './violations.ts';

// Every rule of every service's model that a served operation can meet, broken once over HTTP by the SDK's client,
// which validates nothing before it sends.

type Client = { send(command: unknown): Promise<unknown>; destroy(): void };
const clients = {
  sts: [sts, sts.STSClient],
  iam: [iam, iam.IAMClient],
  codepipeline: [codepipeline, codepipeline.CodePipelineClient],
  'codestar-connections': [connections, connections.CodeStarConnectionsClient],
  codeconnections: [connections, connections.CodeStarConnectionsClient],
} as const;

let practice: Practice;
const internalErrors: unknown[] = [];

beforeAll(async () => {
  practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
});
afterAll(async () => {
  await practice.close();
  expect(internalErrors).toEqual([]);
});

function clientOf(service: keyof typeof clients): Client {
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = practice.exports;
  const client = new clients[service][1]({
    region: 'us-east-1',
    endpoint: practice.endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  }) as unknown as Client & { config: { protocol: { serviceTarget?: string } } };
  if (service !== 'codeconnections') return client;
  // There is no separate client package: the same operations and shapes have another target and signing name.
  client.destroy();
  return new connections.CodeStarConnectionsClient({
    region: 'us-east-1',
    endpoint: practice.endpoint,
    maxAttempts: 1,
    signingName: 'codeconnections',
    serviceId: 'CodeConnections',
    protocolSettings: { serviceTarget: 'CodeConnections_20231201' },
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  } as never) as Client;
}

async function answerTo(client: Client, service: keyof typeof clients, operation: string, input: unknown) {
  const module = clients[service][0] as unknown as Record<string, new (input: unknown) => unknown>;
  const Command = module[`${operation}Command`];
  if (Command === undefined) throw new Error(`no command ${operation}`);
  try {
    await client.send(new Command(input));
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  return { name: 'no error', message: '', status: 200 };
}

// IAM's own messages for members that do not match their pattern.
const ownWords = /^(?:roleName|userName|policyName|path|pathPrefix|policyDocument|assumeRolePolicyDocument)$/;

const services = Object.keys(clients) as (keyof typeof clients)[];

describe.each(services)('%s', (service) => {
  const model = models.get(service) as ServiceModel;
  const table = constraints[service] as ConstraintTable;
  const code = model.protocol === 'query' ? 'ValidationError' : 'ValidationException';
  const met = new Set<string>();

  it('rejects every violation of its model in words that name the member and the rule', async () => {
    const client = clientOf(service);
    const wrong: unknown[] = [];
    for (const name of Object.keys(practice.emulator.services.get(service)?.operations ?? {})) {
      const operation = model.operations.get(name) as OperationSchema;
      if (operation.input.isUnitSchema()) continue;
      for (const { entry, rule, at, words, input } of new Violations(table).of(operation.input)) {
        met.add(entry);
        const answer = await answerTo(client, service, name, input);
        const others = [...answer.message.matchAll(/ at '([^']*)' failed/g)].filter(
          ([, path]) => path !== at,
        );
        const expected =
          service === 'iam' && rule === 'pattern' && ownWords.test(at)
            ? `The specified value for ${at} is invalid.`
            : ` at '${at}' failed to satisfy constraint: ${words}`;
        if (
          answer.name !== code ||
          answer.status !== 400 ||
          others.length > 0 ||
          !answer.message.includes(expected)
        )
          wrong.push({ operation: name, entry, rule, expected, answer });
      }
    }
    client.destroy();
    expect(wrong).toEqual([]);
  });

  it('has no table entry that no operation can meet', () => {
    const entries = Object.entries(table.members).flatMap(([structure, members]) =>
      Object.keys(members).map((member) => `${structure}.${member}`),
    );
    expect(entries.filter((entry) => !met.has(entry))).toEqual([]);
    const used = new Set(Object.values(table.members).flatMap((members) => Object.values(members)));
    for (const facts of Object.values(table.shapes))
      for (const name of [facts.each, facts.key, facts.value]) if (name !== undefined) used.add(name);
    expect(Object.keys(table.shapes).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('the validation error', () => {
  const name = 'x'.repeat(101);

  it('counts its problems and joins them with semicolons', async () => {
    const client = clientOf('codepipeline');
    const { message } = await answerTo(client, 'codepipeline', 'GetPipelineExecution', {
      pipelineName: name,
      pipelineExecutionId: 'none',
    });
    client.destroy();
    expect(message).toBe(
      `2 validation errors detected: Value '${name}' at 'pipelineName' failed to satisfy constraint: Member must have length less than or equal to 100; Value 'none' at 'pipelineExecutionId' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`,
    );
  });

  it("does not repeat an action's configuration, which two rules reject", async () => {
    const client = clientOf('codepipeline');
    const pipeline = (CustomData: string) => ({
      pipeline: {
        name: 'a',
        roleArn: 'arn:aws:iam::000000000000:role/r',
        artifactStore: { type: 'S3', location: 'bucket' },
        stages: [
          {
            name: 'Source',
            actions: [
              {
                name: 'Source',
                actionTypeId: {
                  category: 'Source',
                  owner: 'AWS',
                  provider: 'CodeStarSourceConnection',
                  version: '1',
                },
                configuration: {
                  ConnectionArn: 'arn:aws:codeconnections:us-east-1:000000000000:connection/a',
                  FullRepositoryId: 'a/b',
                  BranchName: 'main',
                },
                outputArtifacts: [{ name: 'Out' }],
              },
            ],
          },
          {
            name: 'Approve',
            actions: [
              {
                name: 'Approve',
                actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
                configuration: { CustomData },
              },
            ],
          },
        ],
      },
    });
    const far = await answerTo(client, 'codepipeline', 'CreatePipeline', pipeline('x'.repeat(50_001)));
    const near = await answerTo(client, 'codepipeline', 'CreatePipeline', pipeline('x'.repeat(1001)));
    client.destroy();
    expect(far.message).toBe(
      "1 validation error detected: Value at 'pipeline.stages.2.member.actions.1.member.configuration' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 50000, Member must have length greater than or equal to 1]",
    );
    expect(near).toEqual({
      name: 'ValidationException',
      status: 400,
      message:
        'ActionConfiguration Map value must satisfy constraint: [Member must have length less than or equal to 1000, Member must have length greater than or equal to 1]',
    });
  });

  it('names a list of texts, not its item', async () => {
    const client = clientOf('iam');
    const { message } = await answerTo(client, 'iam', 'UntagRole', {
      RoleName: 'r',
      TagKeys: ['fine', 'b!d'],
    });
    client.destroy();
    expect(message).toBe(
      "1 validation error detected: Value '[fine, b!d]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+]",
    );
  });
});

// Each of millions of elements would have a message of its own.
it('reports a thousand violations at most', () => {
  const model = models.get('codepipeline') as ServiceModel;
  const schema = (model.operations.get('CreatePipeline') as OperationSchema).input;
  let yielded = 0;
  const stages = Array.from({ length: 5_000 }, () =>
    Object.defineProperty({}, 'name', { get: () => void yielded++, enumerable: true }),
  );
  const create = () => requireValid(model, schema, { pipeline: { name: 'p', roleArn: 'r', stages } });
  expect(create).toThrow(/^1000 validation errors detected: /);
  expect(yielded).toBeLessThan(1_100);
});
