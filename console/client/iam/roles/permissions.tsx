import { useState } from 'preact/hooks';
import { Document } from '../../../../companion/ui/document.tsx';
import { succeed } from '../../../../companion/ui/flash.tsx';
import { Box } from '../../../../companion/ui/form.tsx';
import { Menu } from '../../../../companion/ui/menu.tsx';
import { AwsButton } from '../../ui/aws-button.tsx';
import { ConfirmDelete } from '../../ui/confirm-delete.tsx';
import { policyAddress } from '../place.ts';
import { type InlinePolicy, isAwsManaged } from '../read.ts';
import { AttachPolicy } from './attach.tsx';
import { InlineForm } from './inline-form.tsx';
import type { WholeRole } from './role-details.ts';

type Asked =
  | { kind: 'attach' }
  | { kind: 'inline'; policy?: InlinePolicy }
  | { kind: 'delete'; name: string };

/** *Permissions policies*: each with what it says. */
export function RolePermissions(
  props: Pick<WholeRole, 'inline' | 'attached'> & { name: string; reload(): Promise<void> },
) {
  const { name, inline, attached, reload } = props;
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  return (
    <Box
      title="Permissions policies"
      actions={
        <Menu
          label="Add permissions"
          items={[
            { label: 'Attach policies', choose: () => setAsked({ kind: 'attach' }) },
            { label: 'Create inline policy', choose: () => setAsked({ kind: 'inline' }) },
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
              <a href={policyAddress(PolicyArn)}>{PolicyName}</a>
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
                  succeed(`Policy ${PolicyName} was detached from the role.`);
                }}
              />
            </div>
          </div>
          <Folded name={PolicyName} document={document} />
        </section>
      ))}
      {inline.map((policy) => (
        <section class="policy" key={policy.PolicyName} aria-label={policy.PolicyName}>
          <div class="box-head">
            <h3>{policy.PolicyName}</h3>
            <span class="hint">Customer inline</span>
            <div class="actions">
              <button type="button" class="plain" onClick={() => setAsked({ kind: 'inline', policy })}>
                Edit
              </button>
              <button
                type="button"
                class="plain"
                onClick={() => setAsked({ kind: 'delete', name: policy.PolicyName })}
              >
                Remove
              </button>
            </div>
          </div>
          <Folded name={policy.PolicyName} document={policy.PolicyDocument} />
        </section>
      ))}
      {asked?.kind === 'attach' ? (
        <AttachPolicy role={name} attached={attached} onClose={close} onDone={reload} />
      ) : null}
      {asked?.kind === 'inline' ? (
        <InlineForm
          role={name}
          {...(asked.policy === undefined ? {} : { policy: asked.policy })}
          onClose={close}
          onDone={reload}
        />
      ) : null}
      {asked?.kind === 'delete' ? (
        <ConfirmDelete
          title={`Delete ${asked.name}?`}
          word={asked.name}
          onClose={close}
          run={async (aws) => {
            await aws('iam', 'delete-role-policy', { 'role-name': name, 'policy-name': asked.name });
            await reload();
            succeed(`Policy ${asked.name} was deleted from the role.`);
          }}
        >
          <p>The inline policy is a part of this role, and goes for good.</p>
        </ConfirmDelete>
      ) : null}
    </Box>
  );
}

function Folded({ name, document }: { name: string; document: unknown }) {
  return (
    <details>
      <summary>What {name} says</summary>
      <Document label={`Policy ${name}`} value={document} />
    </details>
  );
}
