import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { Select, Text } from '../../../../companion/ui/form.tsx';
import { choicesOf } from '../fields/known.tsx';
import { type Action, type Pipeline, providerName } from '../shapes.ts';
import { artifactsOf } from './change.ts';
import { ConfigurationFields } from './fields.tsx';
import { actionOf, type Kind, kindOf, kinds, offered } from './provider.ts';

interface Props {
  pipeline: Pipeline;
  /** The action that is edited; a new one where it is left out. */
  action?: Action;
  onClose(): void;
  onDone(action: Action): void;
}

/** *Edit action*. Of an action of a provider that is not offered here, the configuration is edited as it stands. */
export function ActionForm({ pipeline, action, onClose, onDone }: Props) {
  const [name, setName] = useState(action?.name ?? '');
  const [kind, setKind] = useState<Kind | undefined>(action === undefined ? undefined : kindOf(action));
  const [values, setValues] = useState(action?.configuration ?? {});
  const artifacts = artifactsOf(pipeline);
  const [input, setInput] = useState(action?.inputArtifacts?.[0]?.name ?? artifacts[0] ?? '');
  const [output, setOutput] = useState(action?.outputArtifacts?.[0]?.name ?? 'SourceArtifact');
  const isForeign = action !== undefined && kind === undefined;
  const done = name === '' ? undefined : actionOf(action, kind, { name, values, input, output });
  return (
    <Dialog
      title={action === undefined ? 'Add action' : 'Edit action'}
      onClose={onClose}
      isWide
      actions={
        <button
          type="button"
          class="primary"
          disabled={done === undefined}
          onClick={() => done === undefined || onDone(done)}
        >
          Done
        </button>
      }
    >
      <Text label="Action name" hint="No more than 100 characters" value={name} onValue={setName} />
      {isForeign ? (
        <p class="hint">Action provider: {providerName(action.actionTypeId)}</p>
      ) : (
        <Select<Kind>
          label="Action provider"
          value={kind ?? ''}
          choices={kinds.map((value) => ({ value, label: offered[value].label }))}
          onValue={(chosen) => {
            setKind(chosen);
            // One provider's settings mean nothing to another.
            setValues(offered[chosen].start);
          }}
        />
      )}
      {kind === 'Deploy' ? (
        <Select
          label="Input artifacts"
          value={input}
          choices={choicesOf(artifacts, input)}
          onValue={setInput}
        />
      ) : null}
      {kind === 'Source' ? <Text label="Output artifacts" value={output} onValue={setOutput} /> : null}
      {kind === undefined && !isForeign ? null : (
        <ConfigurationFields kind={kind} values={values} onValues={setValues} />
      )}
    </Dialog>
  );
}
