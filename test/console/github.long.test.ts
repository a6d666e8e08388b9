import { beforeEach, expect, it } from 'vitest';
import { CreateConnectionCommand } from '../../checker/account/connections-client.ts';
import { clientsOf } from '../../scenarios/practice-clients.ts';
import { axeFindings } from '../kit/axe.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { labByConsole } from '../kit/lab-by-console.ts';
import { mouseUser } from '../kit/page-user.ts';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let lab: ReturnType<typeof labByConsole>;
beforeEach(async () => {
  opened = await openConsole();
  lab = labByConsole(opened, mouseUser(opened.page));
});

async function connectionMade(): Promise<{ ConnectionArn: string }> {
  const clients = clientsOf(opened.practice);
  const { ConnectionArn = '' } = await clients.connections.send(
    new CreateConnectionCommand({ ConnectionName: 'github-codepipeline-lab', ProviderType: 'GitHub' }),
  );
  clients.destroy();
  return { ConnectionArn };
}

it.each([
  ['light', 1280],
  ['dark', 390],
] as const)(
  'Connections and GitHub have no violations for axe, %s, %i pixels wide',
  async (colorScheme, width) => {
    const { page } = opened;
    const { open } = lab;
    await opened.admin.createRepository({ name: 'octocat/other' });
    const { id } = await opened.admin.install({
      owner: 'octocat',
      repositories: ['octocat/other'],
    });
    const { ConnectionArn } = await connectionMade();
    const arn = encodeURIComponent(ConnectionArn);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    // A repository with a file, created on the page.
    await open('console/github/new');
    await lab.type(lab.field('Repository name'), 'full');
    await lab.choose(lab.field(/^Add a README file/));
    await lab.choose(lab.button('Create repository'));
    await lab.link('README.md').waitFor();
    const full = 'github/repositories/octocat/full';
    const paths = [
      'connections',
      'connections/create',
      'github',
      'github/new',
      'github/settings',
      'github/settings/applications',
      `github/install/${arn}`,
      `github/authorize/${arn}`,
      `github/settings/applications/${id}`,
      `connections/connect/${arn}`,
      `connections/settings/${arn}`,
      'github/repositories/octocat/other',
      'github/repositories/octocat/other/settings',
      'github/repositories/octocat/other/new/main',
      full,
      `${full}/commits/main`,
      `${full}/blob/main/README.md`,
      `${full}/edit/main/README.md`,
      `${full}/settings`,
    ];
    for (const path of paths) {
      await open(`console/${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('main .loading').waitFor({ state: 'detached' });
      expect([path, await axeFindings(page)]).toEqual([path, []]);
      expect([path, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([
        path,
        0,
      ]);
    }
  },
);
