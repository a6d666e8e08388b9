import { useState } from 'preact/hooks';
import { Dialog } from '../../../../companion/ui/dialog.tsx';
import { Select, TextField } from '../../../../companion/ui/form.tsx';
import { type Action, type Pipeline, providerLabel } from '../api-types.ts';
import { choicesOf } from '../fields/select-or-text.tsx';
import { artifactsOf } from './change.ts';
import { ConfigurationFields } from './fields.tsx';
import { type ActionCategory, actionOf, categories, categoryOf, offeredProviders } from './provider.ts';

interface Props {
  pipeline: Pipeline;
  /** The action to edit; undefined for a new one. */
  action?: Action;
  onClose(): void;
  onDone(action: Action): void;
}

/** *Edit action*. For a provider that is not offered here, each value of the configuration is a text field. */
export function ActionForm({ pipeline, action, onClose, onDone }: Props) {
  const [name, setName] = useState(action?.name ?? '');
  const [category, setCategory] = useState<ActionCategory | undefined>(
    action === undefined ? undefined : categoryOf(action),
  );
  const [values, setValues] = useState(action?.configuration ?? {});
  const artifacts = artifactsOf(pipeline);
  const [input, setInput] = useState(action?.inputArtifacts?.[0]?.name ?? artifacts[0] ?? '');
  const [output, setOutput] = useState(action?.outputArtifacts?.[0]?.name ?? 'SourceArtifact');
  const isUnsupported = action !== undefined && category === undefined;
  const result = name === '' ? undefined : actionOf(action, category, { name, values, input, output });
  return (
    <Dialog
      title={action === undefined ? 'Add action' : 'Edit action'}
      onClose={onClose}
      isWide
      actions={
        <button
          type="button"
          class="primary"
          disabled={result === undefined}
          onClick={() => result === undefined || onDone(result)}
        >
          Done
        </button>
      }
    >
      <TextField label="Action name" hint="No more than 100 characters" value={name} onValue={setName} />
      {isUnsupported ? (
        <p class="hint">Action provider: {providerLabel(action.actionTypeId)}</p>
      ) : (
        <Select<ActionCategory>
          label="Action provider"
          value={category ?? ''}
          choices={categories.map((value) => ({ value, label: offeredProviders[value].label }))}
          onValue={(chosen) => {
            setCategory(chosen);
            // One provider's settings do not apply to another.
            setValues(offeredProviders[chosen].defaults);
          }}
        />
      )}
      {category === 'Deploy' ? (
        <Select
          label="Input artifacts"
          value={input}
          choices={choicesOf(artifacts, input)}
          onValue={setInput}
        />
      ) : null}
      {category === 'Source' ? (
        <TextField label="Output artifacts" value={output} onValue={setOutput} />
      ) : null}
      {category === undefined && !isUnsupported ? null : (
        <ConfigurationFields category={category} values={values} onValues={setValues} />
      )}
    </Dialog>
  );
}
