import { policiesAddress, rolesAddress } from './place.ts';

/** What AWS's console has in IAM's navigation pane, as far as the lab meets it. */
export function IamNav({ here }: { here: 'Roles' | 'Policies' }) {
  const pages = [
    ['Roles', rolesAddress()],
    ['Policies', policiesAddress()],
  ] as const;
  return (
    <nav class="room-nav" aria-label="IAM">
      {pages.map(([name, href]) => (
        <a key={name} href={href} {...(name === here ? { 'aria-current': 'true' as const } : {})}>
          {name}
        </a>
      ))}
    </nav>
  );
}
