import { beforeEach, describe, expect, it } from 'vitest';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
beforeEach(async () => {
  opened = await openConsole();
});

describe('the layout of the practice console', () => {
  it("opens from a step, with the step's console instructions and its check beside it", async () => {
    const { page, open } = opened;
    await open('steps/step-3-bucket.html');
    await page.getByRole('link', { name: 'Open the practice console' }).click();
    await page.getByRole('heading', { level: 1, name: 'Console Home' }).waitFor();
    await page.setViewportSize({ width: 1280, height: 900 });
    const step = page.getByRole('region', { name: 'The step' });
    expect(await step.getByRole('combobox').inputValue()).toBe('2');
    await step.getByText('Block Public Access settings for this bucket').waitFor();
    // Its links point to this console's own pages.
    await step.getByRole('link', { name: 'Amazon S3' }).click();
    await page.getByRole('heading', { level: 1, name: 'General purpose buckets' }).waitFor();
    await step.getByRole('button', { name: 'Check this step' }).click();
    await step.getByText('This step: not so').waitFor();
    await step.getByRole('combobox').selectOption({ label: '4 connection' });
    await step.getByText('Connect to GitHub').first().waitFor();
    // A reloaded page is at the step that was chosen last.
    await page.reload();
    expect(await step.getByRole('combobox').inputValue()).toBe('3');
  });

  it('moves the focus to each new page, keeps the way back, and reports what does not exist', async () => {
    const { page, open } = opened;
    await open('console');
    const heading = page.getByRole('heading', { level: 1 });
    await page.getByRole('navigation', { name: 'Services' }).getByRole('link', { name: 'Amazon S3' }).click();
    await page.getByText('No buckets.').waitFor();
    expect(await heading.evaluate('document.activeElement?.textContent')).toBe('General purpose buckets');
    expect(await page.title()).toContain('General purpose buckets');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Console Home' }).waitFor();
    await page.getByText('learner', { exact: true }).click();
    await page.getByText('arn:aws:iam::000000000000:user/learner').waitFor();
    for (const path of ['console/nowhere/at/all', 'console/s3/buckets/%']) {
      await open(path);
      await page.getByRole('heading', { level: 1, name: 'Not here' }).waitFor();
    }
  });

  it('shows the calls of its pages as commands, with the region if it is another', async () => {
    const { page, open } = opened;
    await open('console/s3/buckets');
    const called = page.getByRole('region', { name: /What was called/ });
    await called.getByText('Nothing was called yet.').waitFor();
    await called.getByLabel('what pages read, too').check();
    await called.getByText('aws s3api list-buckets --max-buckets 1000', { exact: true }).waitFor();
    await page.getByLabel('Region').selectOption('eu-west-1');
    await called.getByText('aws s3api list-buckets --max-buckets 1000 --region eu-west-1').waitFor();
    await page.getByText('Practice account 000000000000 · eu-west-1 · not AWS').waitFor();
    await called.getByRole('button', { name: 'Clear' }).click();
    await called.getByText('Nothing was called yet.').waitFor();
  });

  it("shows AWS's own words for a rejection", async () => {
    const { page, open, practice, errors } = opened;
    await practice.close();
    await open('console/s3/buckets');
    await page.getByText('No practice console here').waitFor();
    expect(errors.splice(0)).toEqual([]);
    opened.practice = { ...practice, close: async () => {} };
  });

  it.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)(
    'has no violations for axe, %s, %i pixels wide, with open side panels',
    async (colorScheme, width) => {
      const { page, open } = opened;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['console?step=step-5', 'console/s3/buckets', 'console/nowhere']) {
        await open(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect([path, await axeFindings(page)]).toEqual([path, []]);
        for (const handle of await page.locator('.side .handle').all()) {
          await handle.click();
          expect([path, await axeFindings(page)]).toEqual([path, []]);
        }
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([path, overflow]).toEqual([path, 0]);
      }
    },
  );
});
