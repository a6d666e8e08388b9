import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClients } from '../../../checker/account/clients.ts';
import { journalFile, type TeardownOptions } from '../../../checker/teardown/index.ts';
import type { Practice } from '../../../practice/start.ts';
import type { LabAccount } from '../../support/finished-lab.ts';

export interface Sweeper {
  options: TeardownOptions;
  close(): void;
}

/** What a teardown of this account needs, with a journal folder of its own. */
export function sweeper(
  practice: Practice,
  more: Partial<TeardownOptions> = {},
  credentials?: { accessKeyId: string; secretAccessKey: string },
): Sweeper {
  const home = mkdtempSync(join(tmpdir(), 'teardown-'));
  const { accountId, region } = practice;
  const clients = makeClients({
    region,
    endpoint: practice.endpoint,
    credentials: credentials ?? {
      accessKeyId: practice.exports.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: practice.exports.AWS_SECRET_ACCESS_KEY as string,
    },
    answerTimeoutMs: 30_000,
  });
  return {
    options: {
      clients,
      lab: { region, branch: 'main', repository: 'octocat/codepipeline-s3-lab' },
      accountId,
      journal: journalFile(home, { target: 'practice', accountId, region }),
      waitMs: 5_000,
      ...more,
    },
    close() {
      clients.destroy();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type { LabAccount };
