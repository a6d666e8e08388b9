import type { ComponentChildren } from 'preact';
import { Page } from '../../../companion/ui/page.tsx';
import { to, useAddress } from '../router.ts';
import { placeIn } from './place.ts';

type Links = readonly (readonly [name: string, href: string])[];

function Bar({ label, links }: { label: string; links: Links }) {
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

/** A page of the pretend GitHub, which says on each that it is one. */
export function GithubPage(props: {
  title: string;
  /** `owner/name` of the repository whose page it is. */
  repository?: string;
  crumbs?: Links;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { title, repository, crumbs = [], actions, children } = props;
  const own: Links =
    repository === undefined
      ? []
      : [
          ['Code', placeIn(repository)],
          ['Settings', placeIn(repository, 'settings')],
        ];
  const repositoryCrumb: Links =
    repository === undefined || repository === title ? [] : [[repository, placeIn(repository)]];
  return (
    <div class="github">
      <div class="github-top">
        <p class="github-mark">
          <span aria-hidden="true">⬡</span> <strong>A pretend GitHub</strong> on this machine, not github.com
        </p>
        <Bar
          label="Your account"
          links={[
            ['Your repositories', to('github')],
            ['Settings', to('github', 'settings')],
          ]}
        />
      </div>
      <Page
        title={title}
        crumbs={
          title === 'Repositories' ? [] : [['Repositories', to('github')], ...repositoryCrumb, ...crumbs]
        }
        actions={actions}
      >
        {repository === undefined ? null : <Bar label="This repository" links={own} />}
        {children}
      </Page>
    </div>
  );
}
