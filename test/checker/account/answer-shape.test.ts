import { GetPipelineCommand, ListPipelineExecutionsCommand } from '@aws-sdk/client-codepipeline';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { wrongMember, wrongMemberText } from '../../../checker/account/answer-shape.ts';

const get = new GetPipelineCommand({ name: 'p' });
const list = new ListPipelineExecutionsCommand({ pipelineName: 'p' });
const versions = new ListObjectVersionsCommand({ Bucket: 'b' });
const action = (configuration: unknown) => ({ pipeline: { stages: [{ actions: [{ configuration }] }] } });

const wrongOnes: [object, unknown, string][] = [
  [get, { pipeline: 5 }, 'pipeline is a number, not a structure'],
  [get, { pipeline: [] }, 'pipeline is a list, not a structure'],
  [get, { pipeline: { stages: {} } }, 'pipeline.stages is a structure, not a list'],
  [get, { pipeline: { stages: [null] } }, 'pipeline.stages[0] is null, not a structure'],
  [
    get,
    { pipeline: { name: 'p', stages: [{ name: 5 }] } },
    'pipeline.stages[0].name is a number, not a string',
  ],
  [
    get,
    action({ A: 'a', B: true }),
    'pipeline.stages[0].actions[0].configuration.B is true or false, not a string',
  ],
  [get, action('a'), 'pipeline.stages[0].actions[0].configuration is a string, not a map'],
  [get, { pipeline: { version: '1' } }, 'pipeline.version is a string, not a number'],
  [get, { pipeline: { version: Number.NaN } }, 'pipeline.version is NaN, not a number'],
  [
    list,
    { pipelineExecutionSummaries: [{ startTime: '2026-01-01' }] },
    'pipelineExecutionSummaries[0].startTime is a string, not a time',
  ],
  [versions, { Versions: [{ IsLatest: 'true' }] }, 'Versions[0].IsLatest is a string, not true or false'],
];

describe('an answer', () => {
  it.each(wrongOnes)('with a member of the wrong type: %#', (command, answer, text) => {
    const wrong = wrongMember(command, answer);
    expect(wrong === undefined ? undefined : wrongMemberText(wrong)).toBe(text);
  });

  it('may lack members, and have more than this release of the SDK knows', () => {
    expect(wrongMember(get, {})).toBeUndefined();
    expect(
      wrongMember(get, { pipeline: { name: 'p', stages: [{}], later: 5 }, $metadata: {} }),
    ).toBeUndefined();
    expect(wrongMember(list, { pipelineExecutionSummaries: [{ startTime: new Date() }] })).toBeUndefined();
  });
});
