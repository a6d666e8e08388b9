import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog.tsx';
import { Area, Select, Text } from '../../ui/form.tsx';
import type { Action, Pipeline } from '../shapes.ts';
import { artifactsOf } from './change.ts';

type Kind = 'Approval' | 'Deploy' | 'Source';

const providers: Record<Kind, { provider: string; label: string; fields: Record<string, string> }> = {
  Approval: {
    provider: 'Manual',
    label: 'Manual approval',
    fields: {
      NotificationArn: 'SNS topic ARN - optional',
      ExternalEntityLink: 'URL for review - optional',
      CustomData: 'Comments - optional',
    },
  },
  Deploy: {
    provider: 'S3',
    label: 'Amazon S3',
    fields: {
      BucketName: 'Bucket',
      ObjectKey: 'S3 object key or deployment path',
      Extract: 'Extract file before deploy (true or false)',
      CannedACL: 'Canned ACL - optional',
      CacheControl: 'Cache control - optional',
    },
  },
  Source: {
    provider: 'CodeStarSourceConnection',
    label: 'GitHub (via GitHub App)',
    fields: {
      ConnectionArn: 'Connection ARN',
      FullRepositoryId: 'Repository name',
      BranchName: 'Default branch',
      OutputArtifactFormat: 'Output artifact format (CODE_ZIP or CODEBUILD_CLONE_REF)',
      DetectChanges: 'Detect changes (true or false)',
    },
  },
};

const kindOf = (action: Action | undefined): Kind | '' =>
  (Object.keys(providers) as Kind[]).find(
    (kind) =>
      kind === action?.actionTypeId.category && providers[kind].provider === action.actionTypeId.provider,
  ) ?? '';

interface Props {
  pipeline: Pipeline;
  /** The action that is edited; a new one where it is left out. */
  action?: Action;
  onClose(): void;
  onDone(action: Action): void;
}

/** *Edit action*. Of an action of another kind, only the configuration can be edited, as it stands. */
export function ActionForm({ pipeline, action, onClose, onDone }: Props) {
  const [name, setName] = useState(action?.name ?? '');
  const [kind, setKind] = useState<Kind | ''>(kindOf(action));
  const [configuration, setConfiguration] = useState(action?.configuration ?? {});
  const artifacts = artifactsOf(pipeline);
  const [artifact, setArtifact] = useState(
    action?.inputArtifacts?.[0]?.name ??
      action?.outputArtifacts?.[0]?.name ??
      artifacts[0] ??
      'SourceArtifact',
  );
  function done(): void {
    if (kind === '') return;
    const filled = Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== ''));
    const { inputArtifacts: _, outputArtifacts: __, configuration: ___, ...kept } = action ?? {};
    onDone({
      ...kept,
      name,
      actionTypeId: { category: kind, owner: 'AWS', provider: providers[kind].provider, version: '1' },
      ...(Object.keys(filled).length === 0 ? {} : { configuration: filled }),
      ...(kind === 'Deploy' ? { inputArtifacts: [{ name: artifact }] } : {}),
      ...(kind === 'Source' ? { outputArtifacts: [{ name: artifact }] } : {}),
    });
  }
  return (
    <Dialog
      title={action === undefined ? 'Add action' : 'Edit action'}
      onClose={onClose}
      isWide
      actions={
        <button type="button" class="primary" disabled={name === '' || kind === ''} onClick={done}>
          Done
        </button>
      }
    >
      <Text label="Action name" hint="No more than 100 characters" value={name} onValue={setName} />
      <Select<Kind>
        label="Action provider"
        value={kind}
        choices={(Object.keys(providers) as Kind[]).map((value) => ({
          value,
          label: providers[value].label,
        }))}
        onValue={setKind}
      />
      {kind === 'Deploy' ? (
        <Select
          label="Input artifacts"
          value={artifact}
          choices={artifacts.map((value) => ({ value, label: value }))}
          onValue={setArtifact}
        />
      ) : null}
      {kind === 'Source' ? <Text label="Output artifacts" value={artifact} onValue={setArtifact} /> : null}
      {kind === ''
        ? null
        : Object.entries(providers[kind].fields).map(([key, label]) =>
            key === 'CustomData' ? (
              <Area
                key={key}
                label={label}
                value={configuration[key] ?? ''}
                onValue={(value) => setConfiguration({ ...configuration, [key]: value })}
              />
            ) : (
              <Text
                key={key}
                label={label}
                value={configuration[key] ?? ''}
                onValue={(value) => setConfiguration({ ...configuration, [key]: value })}
              />
            ),
          )}
    </Dialog>
  );
}
