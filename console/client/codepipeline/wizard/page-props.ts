import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';

/** The properties of each page of the wizard. */
export interface WizardStepProps {
  draft: Draft;
  problems: Problems;
  change(part: Partial<Draft>): void;
}
