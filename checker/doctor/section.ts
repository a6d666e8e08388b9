import { defined } from '../../base/defined.ts';
import { type StepName, stepPage } from '../lab/lab.ts';
import { type Finding, type Judgement, type Verdict, worst } from '../steps/finding.ts';

/** Findings that belong together, in the shape of a step, so that the reports accept both. */
export interface Section {
  id: string;
  name: string;
  title: string;
  verdict: Verdict;
  findings: Finding[];
}

export function section(name: string, title: string, findings: Finding[]): Section {
  return { id: 'doctor', name, title, verdict: worst(findings.map(({ verdict }) => verdict)), findings };
}

interface FindingSubject {
  /** `name.role` */
  id: string;
  title: string;
  why: string;
  /** The step that needs it; the finding links to its page. */
  step: StepName;
}

/** Combines a judgement with its subject. */
export function finding({ id, title, why, step }: FindingSubject, judgement: Judgement): Finding {
  const { verdict, expected, found, fix = '', cause } = judgement;
  return {
    check: `doctor.${id}`,
    verdict,
    title,
    expected,
    found,
    why,
    fix,
    link: stepPage(step),
    ...defined({ cause }),
  };
}
