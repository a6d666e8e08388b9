import { element } from './dom.ts';
import { isPlainForm, learnerSettings, onSettingsChange, setPlainForm } from './learner-settings.ts';
import { openSettings } from './settings-dialog.ts';

/**
 * Fills the bar of parts/personalization-bar.ts, which shows the learner's values on the page and switches between them
 * and the plain form.
 */
export function mountPersonalizationBar(): void {
  const bar = document.querySelector('.strip');
  const textElement = bar?.querySelector('p');
  const [editButton, plainButton] = bar?.querySelectorAll('button') ?? [];
  if (bar == null || textElement == null || editButton === undefined || plainButton === undefined) return;
  editButton.addEventListener('click', () => openSettings());
  plainButton.addEventListener('click', () => setPlainForm(!isPlainForm()));
  const show = () => {
    const settings = learnerSettings();
    const values = Object.values(settings);
    const isEmpty = values.length === 0;
    bar.classList.toggle('none', isEmpty);
    editButton.textContent = isEmpty ? 'Fill them in' : 'Change';
    plainButton.hidden = isEmpty;
    plainButton.setAttribute('aria-pressed', String(isPlainForm()));
    if (isEmpty) textElement.textContent = 'This page can carry your own region, account and names.';
    else if (isPlainForm()) textElement.textContent = 'The plain form is shown.';
    else
      textElement.replaceChildren(
        'Carries ',
        ...values.flatMap((text, index) => [
          index === 0 ? '' : ' ',
          element('var', {}, element('span', { class: 'own' }, text)),
        ]),
      );
  };
  onSettingsChange(show);
  show();
}
