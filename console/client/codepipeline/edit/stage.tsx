import { useState } from 'preact/hooks';
import { defined } from '../../../../base/defined.ts';
import { type Action, type Pipeline, providerLabel, type Stage } from '../api-types.ts';
import { ActionForm } from './action-form.tsx';
import { putAction, removeAction, removeStage } from './change.ts';

interface Props {
  pipeline: Pipeline;
  stage: Stage;
  /** Whether the stage is open for editing, as a stage that was just added is. */
  isOpen: boolean;
  onOpen(isOpen: boolean): void;
  onChange(pipeline: Pipeline): void;
}

/** One stage of the edited pipeline. *Edit stage* opens it, and *Done* closes it. */
export function StageEditor({ pipeline, stage, isOpen, onOpen, onChange }: Props) {
  const [form, setForm] = useState<{ index?: number }>();
  const edited: Action | undefined = form?.index === undefined ? undefined : stage.actions[form.index];
  return (
    <section class="stage" aria-label={`Edit: ${stage.name}`}>
      <div class="stage-head">
        <h2>Edit: {stage.name}</h2>
        <div class="actions">
          {isOpen ? (
            <>
              <button type="button" class="plain" onClick={() => onChange(removeStage(pipeline, stage.name))}>
                Delete<span class="unseen"> stage {stage.name}</span>
              </button>
              <button type="button" class="primary" onClick={() => onOpen(false)}>
                Done<span class="unseen"> with {stage.name}</span>
              </button>
            </>
          ) : (
            <button type="button" class="plain" onClick={() => onOpen(true)}>
              Edit stage<span class="unseen"> {stage.name}</span>
            </button>
          )}
        </div>
      </div>
      {stage.actions.length === 0 ? <p class="empty">No actions yet.</p> : null}
      <ol class="stage-actions">
        {stage.actions.map((action, index) => (
          <li key={action.name}>
            <section class="action" aria-label={`Action ${action.name}`}>
              <div class="action-head">
                <h3>{action.name}</h3>
                <span class="hint">{providerLabel(action.actionTypeId)}</span>
              </div>
              {isOpen ? (
                <div class="actions">
                  <button type="button" class="plain" onClick={() => setForm({ index })}>
                    Edit<span class="unseen"> action {action.name}</span>
                  </button>
                  <button
                    type="button"
                    class="plain"
                    onClick={() => onChange(removeAction(pipeline, stage.name, action.name))}
                  >
                    Delete<span class="unseen"> action {action.name}</span>
                  </button>
                </div>
              ) : null}
            </section>
          </li>
        ))}
      </ol>
      {isOpen ? (
        <button type="button" class="plain" onClick={() => setForm({})}>
          + Add action group
        </button>
      ) : null}
      {form === undefined ? null : (
        <ActionForm
          pipeline={pipeline}
          {...defined({ action: edited })}
          onClose={() => setForm(undefined)}
          onDone={(action) => {
            onChange(putAction(pipeline, stage.name, action, form.index));
            setForm(undefined);
          }}
        />
      )}
    </section>
  );
}
