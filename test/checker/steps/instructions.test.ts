import { describe, expect, it } from 'vitest';
import { type Fact, known } from '../../../checker/account/fact.ts';
import type { FactName } from '../../../checker/facts/facts.ts';
import { namesOf } from '../../../checker/lab/lab.ts';
import { connectionChecks } from '../../../checker/steps/connection.ts';
import { defaultInstructions, type Instructions } from '../../../checker/steps/instructions.ts';
import { sourceChecks } from '../../../checker/steps/pipeline-source.ts';
import { instructionsFor } from '../../../lab-home/instructions.ts';

const lab = { region: 'eu-west-1', branch: 'main' };
const all = [...connectionChecks, ...sourceChecks];

function fixOf(
  id: string,
  facts: [FactName, Fact<unknown>][],
  instructions: Partial<Instructions> = {},
): string | undefined {
  const outcome = all
    .find((one) => one.id === id)
    ?.judge(new Map(facts), { lab, now: 0, instructions: { ...defaultInstructions, ...instructions } });
  return outcome?.kind === 'judged' ? outcome.judgement.fix : undefined;
}

describe('the fix of a pending connection', () => {
  const pending = (connection: string): [FactName, Fact<unknown>][] => [
    ['names', known({ ...namesOf(lab, '123456789012'), connection })],
    [
      'connections',
      known({
        complete: true,
        items: [{ name: connection, arn: 'a', status: 'PENDING', provider: 'GitHub' }],
      }),
    ],
  ];

  it.each(['live', 'endpoint'])('is the console for the target %s', (kind) => {
    expect(fixOf('connection.available', pending('my-connection'), instructionsFor(kind))).toBe(
      'Open https://eu-west-1.console.aws.amazon.com/codesuite/settings/connections?region=eu-west-1, choose my-connection, then Update pending connection.',
    );
  });

  it('is a command for a practice account, with the name quoted for a shell', () => {
    const fix = fixOf('connection.available', pending("it's; mine"), instructionsFor('practice'));
    expect(fix).toMatch(/^npx lab practice authorize 'it'\\''s; mine' \(/);
  });
});

describe('the fix of a missing repository', () => {
  const source = (configuration: object): [FactName, Fact<unknown>][] => [
    [
      'pipeline',
      known({
        name: 'p',
        stages: [
          {
            name: 'Source',
            actions: [
              { name: 'Source', category: 'Source', provider: 'CodeStarSourceConnection', configuration },
            ],
          },
        ],
      }),
    ],
  ];

  it('is a command with the repository of the pipeline', () => {
    expect(fixOf('pipeline.source-repository', source({ FullRepositoryId: 'ada/site' }))).toBe(
      'npx lab init --repository ada/site',
    );
  });

  it('has a placeholder when the pipeline names none', () => {
    expect(fixOf('pipeline.source-repository', source({}))).toBe(
      'npx lab init --repository YOUR_GITHUB_NAME/codepipeline-s3-lab',
    );
  });

  it('is what the caller of the check replaces it with', () => {
    const instructions = { setRepository: (name = 'OWNER/NAME') => `Put ${name} into the roster` };
    expect(fixOf('pipeline.source-repository', source({}), instructions)).toBe(
      'Put OWNER/NAME into the roster',
    );
  });
});
