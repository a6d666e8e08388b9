import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from '../../../cli/commands/teardown.ts';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { misconfigurations } from '../../../practice/misconfigurations/index.ts';
import { breakLab } from '../../../scenarios/break-lab.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import type { Values } from '../../../terminal/command.ts';
import { runCommand } from '../../kit/run-command.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let lab: LabAccount;
let snapshot: string;
beforeAll(async () => {
  built = await finishedLab();
  lab = await built.open();
  // S3 reports times in whole seconds. After this wait, every change is later than the lab's own.
  await new Promise((resolve) => setTimeout(resolve, 1000 - (Date.now() % 1000)));
  cpSync(lab.clone, `${lab.clone}-kept`, { recursive: true });
  snapshot = (await adminClient(lab.env).takeSnapshot()).id;
});
afterAll(() => built.close());

async function restore(): Promise<void> {
  const admin = adminClient(lab.env);
  await admin.restoreSnapshot({ id: snapshot });
  await admin.setClock({ offsetMs: 0 });
  rmSync(lab.clone, { recursive: true, force: true });
  cpSync(`${lab.clone}-kept`, lab.clone, { recursive: true });
}

/** What a teardown does not delete after a fault, and why; nothing after all others. */
const staying: Record<string, string[]> = {
  // Another service may assume the role by now.
  'role-not-assumable': ['role codepipeline-s3-deploy-lab-us-east-1 also used by codebuild.amazonaws.com'],
  'connection-other-name': ['connection my-connection only one fact'],
  // The pipeline and its artifacts, which told what it had deployed, were deleted by hand.
  'bucket-left': ['deploy-bucket cp-s3-deploy-000000000000-us-east-1 it contains 3 object versions'],
  'policy-left': ['policy codepipeline-lab only one fact'],
  'left-elsewhere': ['deploy-bucket cp-s3-deploy-000000000000-eu-west-1 it contains 1 object'],
};

/** Faults of the terminal's credentials: no teardown begins, or not everything can be read. */
const refused = /^(credentials-|account-other$|session-ending$)/;

interface Plan {
  digest: string | null;
  delete: { name: string }[];
  kept: { kind: string; name: string; why: string; undecided: boolean }[];
  unknown: object[];
}
interface Document extends Plan {
  otherRegions?: Plan[];
}

it.each(misconfigurations.map(({ id }) => id).filter((id) => !refused.test(id)))(
  'a teardown after %s deletes everything, or says what stays and why',
  async (id) => {
    const { env } = await breakLab(lab, id);
    const LAB_HOME = mkdtempSync(join(tmpdir(), 'lab-home-'));
    const run = async (values: Values) => {
      const io = { env: { ...env, LAB_HOME } };
      const { exit, text } = await runCommand(command, { reporter: 'json', ...values }, io);
      const document = JSON.parse(text) as Document;
      return { exit, digest: document.digest, plans: [document, ...(document.otherRegions ?? [])] };
    };
    try {
      const planned = await run({ 'dry-run': true });
      if (planned.digest !== null) await run({ confirm: planned.digest });
      const after = await run({ 'dry-run': true });
      const kept = after.plans.flatMap((plan) => plan.kept);
      expect(after.plans.flatMap((plan) => [...plan.delete, ...plan.unknown])).toEqual([]);
      const said = kept.map(({ kind, name, why }) => `${kind} ${name} ${why}`);
      const expected = staying[id] ?? [];
      expect(said).toEqual(expected.map((start) => expect.stringMatching(`^${start}`)));
      expect(after.exit).toBe(kept.some(({ undecided }) => undecided) ? 3 : 0);
    } finally {
      await restore();
    }
  },
);
