import type { ComponentChildren } from 'preact';
import { Page } from '../../../companion/ui/page.tsx';
import { urlTo, useAddress } from '../router.ts';
import { repositoryUrl } from './urls.ts';

type Links = readonly (readonly [name: string, href: string])[];

function LinkBar({ label, links }: { label: string; links: Links }) {
  const path = new URL(useAddress(), location.origin).pathname;
  return (
    <nav class="github-bar" aria-label={label}>
      <ul>
        {links.map(([name, href]) => (
          <li key={href}>
            <a href={href} {...(path === href ? { 'aria-current': 'page' as const } : {})}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A page of the pretend GitHub. Each page states that it is not github.com. */
export function GithubPage(props: {
  title: string;
  /** `owner/name` of the repository that the page belongs to. */
  repository?: string;
  breadcrumbs?: Links;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { title, repository, breadcrumbs = [], actions, children } = props;
  const repositoryLinks: Links =
    repository === undefined
      ? []
      : [
          ['Code', repositoryUrl(repository)],
          ['Settings', repositoryUrl(repository, 'settings')],
        ];
  const repositoryBreadcrumbs: Links =
    repository === undefined || repository === title ? [] : [[repository, repositoryUrl(repository)]];
  return (
    <div class="github">
      <div class="github-top">
        <p class="github-mark">
          <span aria-hidden="true">⬡</span> <strong>A pretend GitHub</strong> on this machine, not github.com
        </p>
        <LinkBar
          label="Your account"
          links={[
            ['Your repositories', urlTo('github')],
            ['Settings', urlTo('github', 'settings')],
          ]}
        />
      </div>
      <Page
        title={title}
        breadcrumbs={
          title === 'Repositories'
            ? []
            : [['Repositories', urlTo('github')], ...repositoryBreadcrumbs, ...breadcrumbs]
        }
        actions={actions}
      >
        {repository === undefined ? null : <LinkBar label="This repository" links={repositoryLinks} />}
        {children}
      </Page>
    </div>
  );
}
