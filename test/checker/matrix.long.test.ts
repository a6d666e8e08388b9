import { beforeAll, describe, expect, it } from 'vitest';
import { evidenceText } from '../../checker/evidence/document.ts';
import { readEvidence } from '../../checker/evidence/read.ts';
import { steps } from '../../checker/steps/index.ts';
import { replayEvidence } from '../../lab-home/evidence.ts';
import { actualCells, expectedCells, wrongCells } from '../../scripts/matrix/cells.ts';
import { causesOf, type MatrixRow, matrix } from '../../scripts/matrix/matrix.ts';
import { pipelineAndRelease } from './misconfigurations/pipeline-and-release.ts';
import { repositoryBucketConnection } from './misconfigurations/repository-bucket-connection.ts';

const causes = causesOf('labs');
/** Evidence contains no access key id. A finding may name one. */
const withoutKeys = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replace(/AKIA[A-Z0-9]{12,}|REMOVED-access-key-\d+/g, 'KEY'));

const rows = new Map<string, MatrixRow>();

describe('every misconfiguration of a finished account', () => {
  beforeAll(async () => {
    for await (const row of matrix(causes)) rows.set(row.cause.id, row);
  }, 240_000);

  it.each(causes)('$id: has the verdicts of the table', ({ id, check, verdict }) => {
    const row = rows.get(id);
    expect(row?.wrong).toEqual([]);
    expect(row?.check).toBe(verdict === 'stops' ? undefined : check);
  });

  it.each(causes.filter(({ verdict }) => verdict !== 'stops'))(
    '$id: has the same verdicts from its evidence',
    async ({ id }) => {
      const { run, evidenceInput: noted } = rows.get(id)?.result ?? {};
      if (run === undefined || noted === undefined) throw new Error(`${id} was not checked`);
      const evidence = readEvidence(evidenceText(noted.recorded, '0.1.0', noted.secrets).text);
      const asked = steps.filter((step) => evidence.steps.includes(step.id));
      const again = await replayEvidence(evidence, asked);
      expect(withoutKeys(again.steps)).toEqual(withoutKeys(run.steps));
      expect(again.verdict).toBe(run.verdict);
      expect(again.live).toEqual(run.live);
    },
  );

  it('or of a diagnosis fails every check at least once', () => {
    const unpassed = new Set([...rows.values()].flatMap((row) => row.unpassed));
    const diagnosed = [...repositoryBucketConnection, ...pipelineAndRelease].flatMap(({ found }) => found);
    const spared = steps
      .flatMap(({ checks }) => checks.map(({ id }) => id))
      .filter((id) => !unpassed.has(id) && !diagnosed.some((one) => one.split(' ').includes(id)));
    // States that no account can reach. Other tests judge them from facts alone (steps/judging.test.ts).
    expect(
      spared,
      'a check that nothing fails: break a lab in its way in test/checker/misconfigurations/, or add a cause',
    ).toEqual([
      'credentials.account', // lab check stops before this check
      'bucket.encrypted', // S3 encrypts every bucket by default
      'approval.named', // CodePipeline names the user who responded
      'cleanup.record', // only if no record of a lab exists
    ]);
  });
});

describe('a cell of the matrix', () => {
  const cause = causes.find(({ id }) => id === 'versioning-off');
  if (cause === undefined) throw new Error('no page of versioning-off');

  it('is wrong if it differs from the table or is missing from it', () => {
    const expected = expectedCells(cause);
    expect(wrongCells(expected, expected)).toEqual([]);
    expect(wrongCells(expected, { ...expected, 'step-3': 'fail versioning-suspended' })).toEqual([
      'step-3: fail versioning-suspended, where fail versioning-off is written',
    ]);
    expect(wrongCells(expected, { ...expected, 'step-5': 'unknown' })).toEqual([
      'step-5: unknown, where pass is written',
    ]);
    const { 'step-3': _, ...silent } = expected;
    expect(wrongCells(expected, silent)).toEqual(['step-3: pass, where fail versioning-off is written']);
  });

  it('of a failure without a cause names the check', () => {
    const finding = { check: 'redeploy.live', verdict: 'fail' as const, title: '', expected: '', found: '' };
    const step = { id: 'step-8' as const, name: 'redeploy' as const, title: '', verdict: 'fail' as const };
    const findings = [{ ...finding, why: '', fix: '', link: '' }];
    expect(
      actualCells({ schemaVersion: 1, verdict: 'fail', steps: [{ ...step, findings }], calls: [] }),
    ).toEqual({
      'step-8': 'fail redeploy.live',
    });
  });
});
