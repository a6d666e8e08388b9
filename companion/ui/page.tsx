import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Loaded } from './loaded.ts';

/** The frame of one page: its breadcrumbs, its buttons, and its heading, which takes the focus when the page opens. */
export function Page({ title, breadcrumbs = [], actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Practice console`;
    heading.current?.focus();
  }, [title]);
  return (
    <div class="console-page">
      {breadcrumbs.length === 0 ? null : (
        <nav class="crumbs" aria-label="Where this page is">
          <ol>
            {breadcrumbs.map(([name, href]) => (
              <li key={href}>
                <a href={href}>{name}</a>
              </li>
            ))}
            <li aria-current="page">{title}</li>
          </ol>
        </nav>
      )}
      <div class="page-head">
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions === undefined ? null : <div class="actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface PageProps {
  title: string;
  /** Name and URL of each page above this one. */
  breadcrumbs?: readonly (readonly [name: string, href: string])[];
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** Renders a value once it is loaded, and the error's message when loading failed. */
export function WhenLoaded<T>({ of, children }: { of: Loaded<T>; children(value: T): ComponentChildren }) {
  const { value, error } = of;
  return (
    <>
      {error === undefined ? null : (
        <div class="flash bad" role="alert">
          <span class="flash-mark" aria-hidden="true">
            ✗
          </span>
          <p>
            <strong>Error</strong> {error.message}
          </p>
        </div>
      )}
      {value === undefined ? error === undefined ? <p class="loading">Loading …</p> : null : children(value)}
    </>
  );
}
