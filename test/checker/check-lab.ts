import { makeClients } from '../../checker/account/clients.ts';
import type { LabRecord } from '../../checker/account/facts/values.ts';
import { check } from '../../checker/check.ts';
import { labFrom } from '../../checker/lab.ts';
import type { Run } from '../../checker/run.ts';
import { findStep } from '../../checker/steps/index.ts';
import { type LabAccount, repository } from '../support/finished-lab.ts';

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

/** Checks these steps (`'345'`) of a lab in a practice account, over HTTP as anybody would. */
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
  try {
    return await check({
      lab: settings,
      clients,
      steps: [...steps].flatMap((number) => findStep(number) ?? []),
      gitUrl: env.LAB_GIT_URL ?? '',
      regions: { AWS_REGION: settings.region, AWS_DEFAULT_REGION: settings.region },
      ...(otherwise.url === undefined ? {} : { url: otherwise.url }),
      ...(otherwise.record === undefined ? {} : { record: otherwise.record }),
      ...(otherwise.now === undefined ? {} : { now: otherwise.now }),
      ...(otherwise.timeoutMs === undefined ? {} : { timeoutMs: otherwise.timeoutMs }),
    });
  } finally {
    clients.destroy();
  }
}
