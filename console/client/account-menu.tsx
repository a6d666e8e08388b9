import { CopyButton } from '../../companion/ui/copy-button.tsx';
import { WhenLoaded } from '../../companion/ui/page.tsx';
import { useLoaded } from './use-loaded.ts';

/** The menu with the caller's name: which account this is, and who is signed in. */
export function AccountMenu({ account }: { account: string }) {
  const caller = useLoaded(
    'Who is signed in',
    (aws) => aws<{ Arn: string }>('sts', 'get-caller-identity'),
    [],
  );
  return (
    <details class="who">
      <summary>{caller.value?.Arn.split('/').at(-1) ?? 'Account'}</summary>
      <div class="who-menu">
        <WhenLoaded of={caller}>
          {({ Arn }) => (
            <dl>
              <dt>Account ID</dt>
              <dd>
                {account} <CopyButton label="" subject="the account's number" text={account} />
              </dd>
              <dt>Signed in as</dt>
              <dd>{Arn}</dd>
            </dl>
          )}
        </WhenLoaded>
        <p class="hint">The practice account has this one user. On AWS, Sign out stands here.</p>
      </div>
    </details>
  );
}
