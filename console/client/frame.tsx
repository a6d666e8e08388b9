import { useEffect, useState } from 'preact/hooks';
import type { Target } from '../../companion/client/ask.ts';
import { Flash, leaveFlash } from '../../companion/ui/flash.tsx';
import { Page } from '../../companion/ui/page.tsx';
import { chooseRegion, currentRegion, offeredRegions, onRegion } from './region.ts';
import { routeOf, to, useAddress } from './router.ts';
import { routes } from './routes.ts';
import { Side } from './side.tsx';
import { Who } from './who.tsx';

const services = [
  ['Console Home', to()],
  ['Amazon S3', to('s3', 'buckets')],
  ['CodePipeline', to('codepipeline', 'pipelines')],
  ['Connections', to('connections')],
  ['IAM', to('iam', 'roles')],
  ['GitHub (pretend)', to('github')],
] as const;

/** The console around each page: services, region, account, the banner, and what was called. */
export function Frame({ target }: { target: Target }) {
  const address = useAddress();
  const region = useRegion();
  const { pathname } = new URL(address, location.origin);
  const found = routeOf(routes, pathname);
  useEffect(leaveFlash, [pathname]);
  const PageHere = found?.route.page;
  return (
    <>
      <a class="skip" href="#content">
        Skip to the page
      </a>
      <header>
        <div class="console-top">
          <a class="brand" href={to()}>
            Practice <span>console</span>
          </a>
          <label class="region">
            <span>Region</span>{' '}
            <select value={region} onChange={(event) => chooseRegion(event.currentTarget.value)}>
              {regionsWith(target.region).map(([id, name]) => (
                <option key={id} value={id}>
                  {name} {id}
                </option>
              ))}
            </select>
          </label>
          <Who account={target.account} />
          <a class="to-lab" href="/">
            The lab's pages
          </a>
        </div>
        <p class={`target ${target.kind}`}>
          <span aria-hidden="true">◇</span> Practice account {target.account} · {region} · not AWS
        </p>
      </header>
      <div class="console-body">
        <nav class="services" aria-label="Services">
          <ul>
            {services.map(([name, href]) => (
              <li key={href}>
                <a href={href} {...(isIn(pathname, href) ? { 'aria-current': 'true' as const } : {})}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="content" tabIndex={-1}>
          <Flash />
          {found === undefined || PageHere === undefined ? (
            <Page title="Not here">
              <p>
                The practice console has no page at this address. <a href={to()}>Console Home</a>
              </p>
            </Page>
          ) : (
            <PageHere key={`${region} ${pathname}`} {...found.values} />
          )}
        </main>
        <Side />
      </div>
    </>
  );
}

function isIn(pathname: string, href: string): boolean {
  const room = href.split('/').slice(0, 3).join('/');
  return href === to() ? pathname === href : pathname.startsWith(room);
}

function useRegion(): string {
  const [region, setRegion] = useState(currentRegion);
  useEffect(() => onRegion(() => setRegion(currentRegion())), []);
  return region;
}

function regionsWith(home: string): readonly (readonly [string, string])[] {
  return offeredRegions.some(([id]) => id === home) ? offeredRegions : [[home, ''], ...offeredRegions];
}
