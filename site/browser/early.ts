import { applyTheme } from './theme.ts';

// Before the first paint: no flash of the other theme, and nothing shown that needs scripts without them.
document.documentElement.classList.add('js');
applyTheme();
