import { defined } from '../../base/defined.ts';
import { makeClients } from '../account/clients.ts';
import { replayer } from '../account/recording.ts';
import { check } from '../engine/check.ts';
import type { Run } from '../engine/run.ts';
import type { Step } from '../steps/index.ts';
import type { Instructions } from '../steps/instructions.ts';
import type { Evidence } from './document.ts';

/** Judges a recorded run again, without network, git, clock or files. The result lists the calls of that run. */
export async function replay(
  evidence: Evidence,
  steps: readonly Step[],
  instructions: Partial<Instructions> = {},
): Promise<Run> {
  const { lab, regions, record, url, timeoutMs, late, time: now, calls, target, answers } = evidence;
  const clients = makeClients({
    region: lab.region,
    credentials: () => Promise.reject(new Error('evidence is judged without any call')),
  });
  const run = await check({
    lab,
    clients,
    steps,
    regions,
    timeoutMs,
    late,
    now,
    instructions,
    recorder: replayer(answers),
    ...defined({ record, url }),
  });
  return { ...run, calls: [...calls], target };
}
