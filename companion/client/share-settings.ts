import { defaultRepository, type LearnerSettings } from '../../checker/lab/learner-settings.ts';
import { announce } from '../../site/browser/dom.ts';
import { learnerSettings, settingsTypedEvent } from '../../site/browser/learner-settings.ts';
import { saveItem } from '../../site/browser/storage.ts';
import { post, type Session, type Settings } from './api.ts';

const withoutUndefined = (settings: Record<string, string | undefined>): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/** What the checker goes by, of what the pages carry. */
const checkerSettingsOf = ({
  region,
  owner,
  repository,
  branch,
  seat,
  deployBucket,
}: LearnerSettings): Settings =>
  withoutUndefined({
    ...{ region, branch, seat, deployBucket },
    repository: owner === undefined ? undefined : `${owner}/${repository ?? defaultRepository}`,
  });

/** What the pages carry, of what the checker goes by; the account is the one that is asked. */
function learnerSettingsOf({ repository, ...settings }: Settings, account: string): LearnerSettings {
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
  saveItem('values', { ...learnerSettings(), ...learnerSettingsOf(settings, target.account) });
  // The site's own script draws what changed in another window.
  window.dispatchEvent(new StorageEvent('storage'));
  document.addEventListener(settingsTypedEvent, () => {
    post('/api/settings', checkerSettingsOf(learnerSettings())).then(
      () => announce('The checker goes by these values, too.'),
      (error: unknown) => announce(error instanceof Error ? error.message : String(error)),
    );
  });
}
