import { deepStrictEqual as deepEqual } from 'node:assert';
import { makeClients } from '../../checker/account/clients.ts';
import { check } from '../../checker/engine/check.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { LabRecord } from '../../checker/facts/values.ts';
import { labFrom } from '../../checker/lab/lab.ts';
import type { Finding } from '../../checker/steps/finding.ts';
import { findStep } from '../../checker/steps/index.ts';
import { type LabAccount, repository } from '../../scenarios/finished-lab.ts';

interface Otherwise {
  endpoint?: string;
  accessKeyId?: string;
  secretAccessKey?: string;
  url?: string;
  record?: LabRecord;
  timeoutMs?: number;
  /** Milliseconds since the epoch. */
  now?: number;
  settings?: Record<string, unknown>;
}

/**
 * Checks these steps (`'345'`) of a lab in a practice account, over HTTP as anybody would. Throws where what was told
 * on the way is not what stands at the end.
 */
export async function checkLab(lab: LabAccount, steps: string, otherwise: Otherwise = {}): Promise<Run> {
  const { env, practice } = lab;
  const settings = labFrom({ region: practice.region, repository, clone: lab.clone, ...otherwise.settings });
  const clients = makeClients({
    region: settings.region,
    endpoint: otherwise.endpoint ?? practice.endpoint,
    credentials: {
      accessKeyId: otherwise.accessKeyId ?? env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: otherwise.secretAccessKey ?? env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const told: Finding[] = [];
  try {
    const run = await check({
      lab: settings,
      clients,
      steps: [...steps].flatMap((number) => findStep(number) ?? []),
      gitUrl: env.LAB_GIT_URL ?? '',
      regions: { AWS_REGION: settings.region, AWS_DEFAULT_REGION: settings.region },
      ...(otherwise.url === undefined ? {} : { url: otherwise.url }),
      ...(otherwise.record === undefined ? {} : { record: otherwise.record }),
      ...(otherwise.now === undefined ? {} : { now: otherwise.now }),
      ...(otherwise.timeoutMs === undefined ? {} : { timeoutMs: otherwise.timeoutMs }),
      onFinding: (finding) => void told.push(finding),
    });
    const byCheck = (findings: Finding[]) => findings.sort((a, b) => (a.check < b.check ? -1 : 1));
    deepEqual(byCheck(told), byCheck(run.steps.flatMap(({ findings }) => findings)));
    return run;
  } finally {
    clients.destroy();
  }
}
