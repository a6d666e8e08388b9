import type { ComponentChildren } from 'preact';
import { Page } from '../../../companion/ui/page.tsx';
import { DeveloperToolsNav } from './nav.tsx';

/** A page of Connections, which is one of the Developer Tools. */
export function ConnectionsPage({ title, actions, children }: ConnectionsPageProps) {
  return (
    <>
      <DeveloperToolsNav current="Connections" />
      <Page title={title} actions={actions}>
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
