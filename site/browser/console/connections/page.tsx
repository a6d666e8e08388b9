import type { ComponentChildren } from 'preact';
import { to } from '../router.ts';
import { Page } from '../ui/page.tsx';

const list = [['Connections', to('connections')]] as const;

/** A page of Connections, which stands among CodePipeline's. */
export function ConnectionsPage({ title, actions, children }: ConnectionsPageProps) {
  return (
    <>
      <nav class="github-bar" aria-label="Developer Tools">
        <ul>
          <li>
            <a href={to('codepipeline', 'pipelines')}>Pipelines</a>
          </li>
          <li>
            <a href={to('connections')} aria-current="true">
              <span class="dim">Settings › </span>Connections
            </a>
          </li>
        </ul>
      </nav>
      <Page title={title} crumbs={title === 'Connections' ? [] : list} actions={actions}>
        {children}
      </Page>
    </>
  );
}

interface ConnectionsPageProps {
  title: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}
