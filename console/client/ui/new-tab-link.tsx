import type { ComponentChildren } from 'preact';
import { defined } from '../../../base/defined.ts';

/**
 * A link that opens a page of the console in a new tab. A tab that knows its opener gets a copy of the opener's session
 * storage, and with it the access to the companion. It is for pages of this origin only.
 */
export function NewTabLink({ href, kind, children }: LinkProps) {
  return (
    <a href={href} target="_blank" rel="opener" {...defined({ class: kind })}>
      {children}
    </a>
  );
}

interface LinkProps {
  href: string;
  /** `plain` looks like a button. */
  kind?: 'plain';
  children: ComponentChildren;
}
