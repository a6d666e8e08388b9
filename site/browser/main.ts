import { mountContents } from './contents.ts';
import { mountCopy } from './copy.ts';
import { keepOffline } from './offline.ts';
import { mountProgress } from './progress.ts';
import { mountSearch } from './search.ts';
import { mountStrip } from './strip.ts';
import { applyTheme } from './theme.ts';
import { mountTools } from './tools.ts';
import { applyValues } from './values.ts';

mountSearch();
mountTools();
mountStrip();
applyValues();
mountCopy();
mountProgress();
mountContents();
keepOffline();

// What is set in one window holds in the others, too.
window.addEventListener('storage', () => {
  applyTheme();
  applyValues();
});
