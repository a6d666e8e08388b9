import { type Own, plainRepository } from '../../checker/lab/values/own.ts';
import { say } from '../../site/browser/dom.ts';
import { keep } from '../../site/browser/store.ts';
import { ownValues, typedValues } from '../../site/browser/values.ts';
import { ask, type Session, type Settings } from './ask.ts';

const known = (settings: Record<string, string | undefined>): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** What the checker goes by, of what the pages carry. */
const settingsOf = ({ region, owner, repository, branch, seat, deployBucket }: Own): Settings =>
  known({
    ...{ region, branch, seat, deployBucket },
    repository: owner === undefined ? undefined : `${owner}/${repository ?? plainRepository}`,
  });

/** What the pages carry, of what the checker goes by; the account is the one that is asked. */
function valuesOf({ repository, ...settings }: Settings, account: string): Own {
  const [owner, name] = repository?.split('/') ?? [];
  return {
    ...settings,
    account,
    ...(owner === undefined || name === undefined ? {} : { owner, repository: name }),
  };
}

/** Pages and checker go by the same settings: what one is told, the other knows. */
export function shareSettings({ target, settings }: Session): void {
  if (target === undefined || settings === undefined) return;
  keep('values', { ...ownValues(), ...valuesOf(settings, target.account) });
  // The site's own script draws what changed in another window.
  window.dispatchEvent(new StorageEvent('storage'));
  document.addEventListener(typedValues, () => {
    ask('/api/settings', settingsOf(ownValues())).then(
      () => say('The checker goes by these values, too.'),
      (error: unknown) => say(error instanceof Error ? error.message : String(error)),
    );
  });
}
