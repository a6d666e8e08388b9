import { useState } from 'preact/hooks';
import { defined } from '../../../../base/defined.ts';
import { showSuccess } from '../../../../companion/ui/flash.tsx';
import { Box } from '../../../../companion/ui/form.tsx';
import { JsonDocument } from '../../../../companion/ui/json-document.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { type InlinePolicy, isAwsManaged } from '../read.ts';
import { policyUrl } from '../urls.ts';
import { AttachPolicy } from './attach.tsx';
import { InlinePolicyForm } from './inline-form.tsx';
import type { RoleDetails } from './role-details.ts';

type OpenDialog =
  | { kind: 'attach' }
  | { kind: 'inline'; policy?: InlinePolicy }
  | { kind: 'delete'; name: string };

/** *Permissions policies*: the role's policies with their documents. */
export function RolePermissions(
  props: Pick<RoleDetails, 'inline' | 'attached'> & { name: string; reload(): Promise<void> },
) {
  const { name, inline, attached, reload } = props;
  const [dialog, setDialog] = useState<OpenDialog>();
  const closeDialog = () => setDialog(undefined);
  return (
    <Box
      title="Permissions policies"
      actions={
        <Menu
          label="Add permissions"
          items={[
            { label: 'Attach policies', choose: () => setDialog({ kind: 'attach' }) },
            { label: 'Create inline policy', choose: () => setDialog({ kind: 'inline' }) },
          ]}
        />
      }
    >
      {inline.length + attached.length === 0 ? (
        <p class="empty">No policies: the role may do nothing.</p>
      ) : null}
      {attached.map(({ PolicyName, PolicyArn, document }) => (
        <section class="policy" key={PolicyArn} aria-label={PolicyName}>
          <div class="box-head">
            <h3>
              <a href={policyUrl(PolicyArn)}>{PolicyName}</a>
            </h3>
            <span class="hint">{isAwsManaged(PolicyArn) ? 'AWS managed' : 'Customer managed'}</span>
            <div class="actions">
              <AwsButton
                label="Remove"
                title={`Remove ${PolicyName} from ${name}`}
                kind="plain"
                run={async (aws) => {
                  await aws('iam', 'detach-role-policy', { 'role-name': name, 'policy-arn': PolicyArn });
                  await reload();
                  showSuccess(`Policy ${PolicyName} was detached from the role.`);
                }}
              />
            </div>
          </div>
          <CollapsedDocument name={PolicyName} document={document} />
        </section>
      ))}
      {inline.map((policy) => (
        <section class="policy" key={policy.PolicyName} aria-label={policy.PolicyName}>
          <div class="box-head">
            <h3>{policy.PolicyName}</h3>
            <span class="hint">Customer inline</span>
            <div class="actions">
              <button type="button" class="plain" onClick={() => setDialog({ kind: 'inline', policy })}>
                Edit
              </button>
              <button
                type="button"
                class="plain"
                onClick={() => setDialog({ kind: 'delete', name: policy.PolicyName })}
              >
                Remove
              </button>
            </div>
          </div>
          <CollapsedDocument name={policy.PolicyName} document={policy.PolicyDocument} />
        </section>
      ))}
      {dialog?.kind === 'attach' ? (
        <AttachPolicy role={name} attached={attached} onClose={closeDialog} onDone={reload} />
      ) : null}
      {dialog?.kind === 'inline' ? (
        <InlinePolicyForm
          role={name}
          {...defined({ policy: dialog.policy })}
          onClose={closeDialog}
          onDone={reload}
        />
      ) : null}
      {dialog?.kind === 'delete' ? (
        <ConfirmDelete
          title={`Delete ${dialog.name}?`}
          word={dialog.name}
          onClose={closeDialog}
          run={async (aws) => {
            await aws('iam', 'delete-role-policy', { 'role-name': name, 'policy-name': dialog.name });
            await reload();
            showSuccess(`Policy ${dialog.name} was deleted from the role.`);
          }}
        >
          <p>The inline policy is a part of this role, and goes for good.</p>
        </ConfirmDelete>
      ) : null}
    </Box>
  );
}

function CollapsedDocument({ name, document }: { name: string; document: unknown }) {
  return (
    <details>
      <summary>What {name} says</summary>
      <JsonDocument label={`Policy ${name}`} value={document} />
    </details>
  );
}
