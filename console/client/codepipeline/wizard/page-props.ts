import type { Draft } from './draft.ts';
import type { Problems } from './problems.ts';

/** What each page of the wizard is given. */
export interface WizardStepProps {
  draft: Draft;
  problems: Problems;
  change(part: Partial<Draft>): void;
}
