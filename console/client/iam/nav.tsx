import { policiesUrl, rolesUrl } from './urls.ts';

/** The part of IAM's navigation pane in AWS's console that the lab uses. */
export function IamNav({ current }: { current: 'Roles' | 'Policies' }) {
  const pages = [
    ['Roles', rolesUrl()],
    ['Policies', policiesUrl()],
  ] as const;
  return (
    <nav class="room-nav" aria-label="IAM">
      {pages.map(([name, href]) => (
        <a key={name} href={href} {...(name === current ? { 'aria-current': 'true' as const } : {})}>
          {name}
        </a>
      ))}
    </nav>
  );
}
