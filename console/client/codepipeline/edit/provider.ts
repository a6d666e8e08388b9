import type { Action, ActionTypeId } from '../api-types.ts';

export type ActionCategory = 'Approval' | 'Deploy' | 'Source';

/** The providers that a new action can have here: those that the practice account runs. */
export const offeredProviders: Record<
  ActionCategory,
  { label: string; type: ActionTypeId; defaults: Record<string, string> }
> = {
  Approval: { label: 'Manual approval', type: typeOf('Approval', 'Manual'), defaults: {} },
  Deploy: { label: 'Amazon S3', type: typeOf('Deploy', 'S3'), defaults: { Extract: 'false' } },
  Source: {
    label: 'GitHub (via GitHub App)',
    type: typeOf('Source', 'CodeStarSourceConnection'),
    defaults: { OutputArtifactFormat: 'CODE_ZIP', DetectChanges: 'true' },
  },
};

export const categories = Object.keys(offeredProviders) as ActionCategory[];

function typeOf(category: ActionCategory, provider: string): ActionTypeId {
  return { category, owner: 'AWS', provider, version: '1' };
}

/** The category of an action; undefined for a provider that is not offered here. */
export const categoryOf = ({
  actionTypeId: { category, owner, provider },
}: Action): ActionCategory | undefined =>
  categories.find((candidate) => {
    const { type } = offeredProviders[candidate];
    return category === type.category && owner === type.owner && provider === type.provider;
  });

interface ActionFormValues {
  name: string;
  values: Record<string, string>;
  input: string;
  output: string;
}

/**
 * The action with the values of its form. What the form does not show, such as the run order, stays unchanged.
 * Undefined while no provider is chosen.
 */
export function actionOf(
  original: Action | undefined,
  category: ActionCategory | undefined,
  form: ActionFormValues,
) {
  const { name, values, input, output } = form;
  const entries = Object.entries(values).filter(([, value]) => value !== '');
  const configuration = entries.length === 0 ? {} : { configuration: Object.fromEntries(entries) };
  if (category === undefined) {
    if (original === undefined) return undefined;
    const { configuration: _, ...rest } = original;
    return { ...rest, name, ...configuration };
  }
  const {
    configuration: _,
    inputArtifacts: __,
    outputArtifacts: ___,
    ...rest
  }: Partial<Action> = original ?? {};
  return {
    ...rest,
    name,
    actionTypeId: offeredProviders[category].type,
    ...configuration,
    ...(category === 'Deploy' ? { inputArtifacts: [{ name: input }] } : {}),
    ...(category === 'Source' ? { outputArtifacts: [{ name: output }] } : {}),
  };
}
