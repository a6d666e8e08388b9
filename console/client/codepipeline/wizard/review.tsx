import { DescriptionList } from '../../../../companion/ui/description-list.tsx';
import { Box } from '../../../../companion/ui/form.tsx';
import { currentRegion } from '../../region.ts';
import { modeName } from '../pipelines.tsx';
import { definitionOf, roleNameOf } from './draft.ts';
import type { WizardStepProps } from './page-props.ts';

/** *Review*: all settings that *Create pipeline* will use. */
export function ReviewStep({ draft }: WizardStepProps) {
  const region = currentRegion();
  const { stages } = definitionOf(draft, region, '', '');
  const boxes: [string, [string, string][]][] = [
    [
      'Pipeline settings',
      [
        ['Pipeline name', draft.name],
        ['Pipeline type', 'V2'],
        ['Execution mode', modeName(draft.mode)],
        ['Service role', draft.role === 'new' ? `${roleNameOf(draft, region)} (new)` : draft.roleArn],
        ['Artifact store', draft.store === 'default' ? 'Default location' : draft.storeBucket],
      ],
    ],
    ...stages.map(({ name, actions: [action], onFailure }): [string, [string, string][]] => [
      `${name} stage`,
      [
        ['Provider', name === 'Source' ? 'GitHub (via GitHub App)' : 'Amazon S3'],
        ...Object.entries(action?.configuration ?? {}),
        ...(onFailure === undefined ? [] : ([['On failure', 'Rollback']] as [string, string][])),
      ],
    ]),
  ];
  return (
    <>
      {boxes.map(([title, rows]) => (
        <Box key={title} title={title}>
          <DescriptionList items={rows} />
        </Box>
      ))}
    </>
  );
}
