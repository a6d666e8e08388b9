import { deepStrictEqual as deepEqual } from 'node:assert';
import { defined } from '../../base/defined.ts';
import { makeClients } from '../../checker/account/clients.ts';
import { check } from '../../checker/engine/check.ts';
import type { Run } from '../../checker/engine/run.ts';
import type { LabRecord } from '../../checker/facts/values.ts';
import { labFrom } from '../../checker/lab/lab.ts';
import type { Finding } from '../../checker/steps/finding.ts';
import { findStep } from '../../checker/steps/index.ts';
import type { LabAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { repository } from '../../scenarios/finished-lab/repository.ts';

interface CheckLabOptions {
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
 * Checks these steps (`'345'`) of a lab in a practice account over HTTP, as any client does. Throws if the findings
 * that were streamed differ from those of the finished run.
 */
export async function checkLab(lab: LabAccount, steps: string, options: CheckLabOptions = {}): Promise<Run> {
  const { env, practice } = lab;
  const settings = labFrom({ region: practice.region, repository, clone: lab.clone, ...options.settings });
  const clients = makeClients({
    region: settings.region,
    endpoint: options.endpoint ?? practice.endpoint,
    credentials: {
      accessKeyId: options.accessKeyId ?? env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: options.secretAccessKey ?? env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  });
  const emitted: Finding[] = [];
  try {
    const run = await check({
      lab: settings,
      clients,
      steps: [...steps].flatMap((number) => findStep(number) ?? []),
      gitUrl: env.LAB_GIT_URL ?? '',
      regions: { AWS_REGION: settings.region, AWS_DEFAULT_REGION: settings.region },
      ...defined({
        url: options.url,
        record: options.record,
        now: options.now,
        timeoutMs: options.timeoutMs,
      }),
      onFinding: (finding) => void emitted.push(finding),
    });
    const byCheck = (findings: Finding[]) => findings.sort((a, b) => (a.check < b.check ? -1 : 1));
    deepEqual(byCheck(emitted), byCheck(run.steps.flatMap(({ findings }) => findings)));
    return run;
  } finally {
    clients.destroy();
  }
}
