import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { pageHtml as labPage } from '../../scenarios/finished-lab/repository.ts';
import type { ConsoleWindow } from './console.ts';
import type { PageUser } from './page-user.ts';

const account = '000000000000';
const region = 'us-east-1';
const bucket = `cp-s3-deploy-${account}-${region}`;
const pipeline = 'codepipeline-s3-deploy-lab';
const role = `codepipeline-s3-deploy-lab-${region}`;

/** The whole lab in the practice console, click by click as the console instructions of the pages describe. */
export function labByConsole({ page, open }: ConsoleWindow, user: PageUser) {
  const { choose, type, pick } = user;
  const main = () => page.locator('main#content');
  const button = (name: string | RegExp, within: Page | Locator = main()) =>
    within.getByRole('button', { name, exact: true });
  const link = (name: string | RegExp, within: Page | Locator = main()) =>
    within.getByRole('link', { name, exact: true });
  const field = (label: string | RegExp, within: Page | Locator = main()) =>
    within.getByLabel(label, { exact: true });
  const dialog = () => page.getByRole('dialog');
  const services = () => page.getByRole('navigation', { name: 'Services' });
  const goTo = (service: string) => choose(link(service, services()));
  const see = (text: string | RegExp, within: Page | Locator = main()) =>
    within.getByText(text).first().waitFor();
  const step = () => page.getByRole('region', { name: 'The step' });

  /** Starts the check of a step with its button beside the page. */
  async function verdict(number: number): Promise<string> {
    await pick(step().getByRole('combobox', { name: 'Step of the lab' }), new RegExp(`^${number} `));
    await choose(step().getByRole('button', { name: 'Check this step' }));
    const verdictLine = step().locator('.verdict.pass, .verdict.fail, .verdict.waiting, .verdict.unknown');
    await verdictLine.waitFor();
    return (await verdictLine.getAttribute('class')) ?? '';
  }
  /** The findings that do not pass, as context for a failed test. */
  const findingsText = async () => (await step().locator('.finding:not(.pass)').allTextContents()).join('\n');
  const notYet = async (number: number) =>
    expect([number, await verdict(number)]).not.toEqual([number, 'verdict pass']);
  const done = async (number: number) =>
    expect([number, await verdict(number), await findingsText()]).toEqual([number, 'verdict pass', '']);

  return {
    account,
    region,
    bucket,
    pipeline,
    role,
    choose,
    type,
    pick,
    main,
    button,
    link,
    field,
    dialog,
    goTo,
    see,
    verdict,
    notYet,
    done,
    open,
    labPage,
  };
}
