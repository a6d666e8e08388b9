import type { Evidence } from '../../../checker/evidence/document.ts';
import { steps } from '../../../checker/steps/index.ts';
import { runCheck } from '../../../lab-home/run-check.ts';
import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { memberOf, type Path, valuesIn } from '../../kit/leaves.ts';

/** What all steps of an account are judged by. */
export async function recordedLab({ env }: LabAccount): Promise<Evidence> {
  const { evidenceInput } = await runCheck({ values: {}, steps, env, recordEvidence: true });
  if (evidenceInput === undefined) throw new Error('nothing was recorded');
  return { ...evidenceInput.recorded, kitVersion: '0.1.0', removed: {} };
}

/** A member of an answer: `codepipeline GetPipeline pipeline.stages[].name`. */
export interface Member {
  name: string;
  /** The index of the first answer that has it, and where it is in that answer's fact. */
  answer: number;
  path: Path;
  value: unknown;
}

/** Every member of every answer that the checks read, once. */
export function membersOf({ answers }: Evidence): Member[] {
  const members = new Map<string, Member>();
  for (const [answer, { service, operation, fact }] of answers.entries())
    for (const { path, value } of valuesIn(fact)) {
      const name = `${service} ${operation} ${memberOf(path)}`;
      if (path[0] === 'state' || path.includes('$metadata') || members.has(name)) continue;
      members.set(name, { name, answer, path, value });
    }
  return [...members.values()];
}
