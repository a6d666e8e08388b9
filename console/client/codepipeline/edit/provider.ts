import type { Action, ActionTypeId } from '../shapes.ts';

export type Kind = 'Approval' | 'Deploy' | 'Source';

/** The providers of which a new action can be made here: those that the practice account runs. */
export const offered: Record<Kind, { label: string; type: ActionTypeId; start: Record<string, string> }> = {
  Approval: { label: 'Manual approval', type: typeOf('Approval', 'Manual'), start: {} },
  Deploy: { label: 'Amazon S3', type: typeOf('Deploy', 'S3'), start: { Extract: 'false' } },
  Source: {
    label: 'GitHub (via GitHub App)',
    type: typeOf('Source', 'CodeStarSourceConnection'),
    start: { OutputArtifactFormat: 'CODE_ZIP', DetectChanges: 'true' },
  },
};

export const kinds = Object.keys(offered) as Kind[];

function typeOf(category: Kind, provider: string): ActionTypeId {
  return { category, owner: 'AWS', provider, version: '1' };
}

/** Which of them an action is of; undefined for a provider that is not offered here. */
export const kindOf = ({ actionTypeId: { category, owner, provider } }: Action): Kind | undefined =>
  kinds.find((kind) => {
    const { type } = offered[kind];
    return category === type.category && owner === type.owner && provider === type.provider;
  });

interface Filled {
  name: string;
  values: Record<string, string>;
  input: string;
  output: string;
}

/**
 * The action as its form was filled in: what the form doesn't show, such as its run order, stays as it was before.
 * Undefined while no provider is chosen.
 */
export function actionOf(before: Action | undefined, kind: Kind | undefined, filled: Filled) {
  const { name, values, input, output } = filled;
  const entries = Object.entries(values).filter(([, value]) => value !== '');
  const configuration = entries.length === 0 ? {} : { configuration: Object.fromEntries(entries) };
  if (kind === undefined) {
    if (before === undefined) return undefined;
    const { configuration: _, ...rest } = before;
    return { ...rest, name, ...configuration };
  }
  const {
    configuration: _,
    inputArtifacts: __,
    outputArtifacts: ___,
    ...rest
  }: Partial<Action> = before ?? {};
  return {
    ...rest,
    name,
    actionTypeId: offered[kind].type,
    ...configuration,
    ...(kind === 'Deploy' ? { inputArtifacts: [{ name: input }] } : {}),
    ...(kind === 'Source' ? { outputArtifacts: [{ name: output }] } : {}),
  };
}
