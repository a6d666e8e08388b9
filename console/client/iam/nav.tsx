import { policiesUrl, rolesUrl } from './urls.ts';

/** What AWS's console has in IAM's navigation pane, as far as the lab meets it. */
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
