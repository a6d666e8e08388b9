import { defined } from '../../base/defined.ts';
import { defaultRepository, type LearnerSettings } from '../../checker/lab/learner-settings.ts';
import { announce } from '../../site/browser/dom.ts';
import { learnerSettings, settingsTypedEvent } from '../../site/browser/learner-settings.ts';
import { saveItem } from '../../site/browser/storage.ts';
import type { PageSettings, Session } from '../server/api-types.ts';
import { post } from './api.ts';

/** Converts the pages' settings to the checker's. */
const checkerSettingsOf = ({
  region,
  owner,
  repository,
  branch,
  seat,
  deployBucket,
}: LearnerSettings): PageSettings =>
  defined({
    region,
    branch,
    seat,
    deployBucket,
    repository: owner === undefined ? undefined : `${owner}/${repository ?? defaultRepository}`,
  });

/** Converts the checker's settings to the pages'. The account is the target's. */
function learnerSettingsOf({ repository, ...settings }: PageSettings, account: string): LearnerSettings {
  const [owner, name] = repository?.split('/') ?? [];
  return {
    ...settings,
    account,
    ...(owner === undefined || name === undefined ? {} : { owner, repository: name }),
  };
}

/** Keeps the settings of pages and checker equal: stores the checker's in the browser, and sends later changes back. */
export function shareSettings({ target, settings }: Session): void {
  if (target === undefined || settings === undefined) return;
  saveItem('values', { ...learnerSettings(), ...learnerSettingsOf(settings, target.account) });
  // The site's script applies stored settings to the page when it receives this event.
  window.dispatchEvent(new StorageEvent('storage'));
  document.addEventListener(settingsTypedEvent, () => {
    post('/api/settings', checkerSettingsOf(learnerSettings())).then(
      () => announce('The checker goes by these values, too.'),
      (error: unknown) => announce(error instanceof Error ? error.message : String(error)),
    );
  });
}
