import { applyTheme } from './theme.ts';

// This script runs before the first paint, so that neither the other theme nor the texts for pages without scripts flash.
document.documentElement.classList.add('js');
applyTheme();
