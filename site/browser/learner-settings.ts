import {
  awsConsoleUrl,
  type LearnerSettings,
  learnerSettingKeys,
  placeholderText,
  settingProblem,
} from '../../checker/lab/learner-settings.ts';
import { element } from './dom.ts';
import { loadItem, saveItem } from './storage.ts';

/** The settings that this browser stores, without those that are not valid. */
export function learnerSettings(): LearnerSettings {
  const settings: LearnerSettings = {};
  const value = loadItem('values');
  if (typeof value !== 'object' || value === null) return settings;
  for (const key of learnerSettingKeys) {
    const text = (value as Record<string, unknown>)[key];
    if (typeof text === 'string' && settingProblem(key, text) === undefined) settings[key] = text;
  }
  return settings;
}

export const isPlainForm = (): boolean => loadItem('plain') === true;

const changes = new EventTarget();

/** Calls the listener whenever the settings, or the form in which they are shown, have changed. */
export function onSettingsChange(listener: () => void): void {
  changes.addEventListener('change', listener);
}

/** The event for settings that the learner has typed. The companion listens to it on its pages. */
export const settingsTypedEvent = 'lab-values';

export function saveLearnerSettings(settings: LearnerSettings): void {
  saveItem('values', settings);
  applyLearnerSettings();
  document.dispatchEvent(new Event(settingsTypedEvent));
}

export function setPlainForm(plain: boolean): void {
  saveItem('plain', plain);
  applyLearnerSettings();
}

const plainTexts = new WeakMap<Element, string>();

/** Puts the learner's settings into every command, name and console link on the page, or restores the plain texts. */
export function applyLearnerSettings(): void {
  const settings = isPlainForm() ? {} : learnerSettings();
  for (const variable of document.querySelectorAll<HTMLElement>('var[data-v]')) {
    const plain = plainTexts.get(variable) ?? variable.textContent ?? '';
    plainTexts.set(variable, plain);
    const text = placeholderText(variable.dataset.v ?? '', settings);
    if (text === undefined) variable.replaceChildren(plain);
    else variable.replaceChildren(...highlighted(text, plain));
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-console]')) {
    link.href = awsConsoleUrl(link.dataset.console ?? '', settings);
    link.classList.toggle('own', settings.region !== undefined);
  }
  changes.dispatchEvent(new Event('change'));
}

/** Highlights the value, but not the spaces around it. */
function highlighted(text: string, plain: string): (Node | string)[] {
  const [, before = '', value = '', after = ''] = /^( *)(.*?)( *)$/.exec(text) ?? [];
  const title = plain === '' ? 'Yours' : `Yours, in place of ${plain}`;
  return [before, element('span', { class: 'own', title }, value), after];
}
