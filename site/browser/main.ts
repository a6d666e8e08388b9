import { mountContents } from './contents.ts';
import { mountCopy } from './copy.ts';
import { applyLearnerSettings } from './learner-settings.ts';
import { registerServiceWorker } from './offline.ts';
import { mountPersonalizationBar } from './personalization-bar.ts';
import { mountProgress } from './progress.ts';
import { mountSearch } from './search.ts';
import { applyTheme } from './theme.ts';
import { mountToolbar } from './toolbar.ts';

mountSearch();
mountToolbar();
mountPersonalizationBar();
applyLearnerSettings();
mountCopy();
mountProgress();
mountContents();
registerServiceWorker();

// Settings that another window stores apply in this window, too.
window.addEventListener('storage', () => {
  applyTheme();
  applyLearnerSettings();
});
