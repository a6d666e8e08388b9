import { useEffect, useState } from 'preact/hooks';
import type { Target } from '../../companion/server/api-types.ts';
import { expireFlash, Flash } from '../../companion/ui/flash.tsx';
import { Page } from '../../companion/ui/page.tsx';
import { AccountMenu } from './account-menu.tsx';
import { chooseRegion, currentRegion, onRegionChange, selectableRegions } from './region.ts';
import { matchRoute, urlTo, useAddress } from './router.ts';
import { routes } from './routes.ts';
import { SidePanel } from './side-panel.tsx';

const services = [
  ['Console Home', urlTo()],
  ['Amazon S3', urlTo('s3', 'buckets')],
  ['CodePipeline', urlTo('codepipeline', 'pipelines')],
  ['Connections', urlTo('connections')],
  ['IAM', urlTo('iam', 'roles')],
  ['GitHub (pretend)', urlTo('github')],
] as const;

/** The console around each page: services, region, account, the banner and the side panel. */
export function Frame({ target }: { target: Target }) {
  const address = useAddress();
  const region = useRegion();
  const { pathname } = new URL(address, location.origin);
  const match = matchRoute(routes, pathname);
  useEffect(expireFlash, [pathname]);
  const MatchedPage = match?.route.page;
  return (
    <>
      <a class="skip" href="#content">
        Skip to the page
      </a>
      <header>
        <div class="console-top">
          <a class="brand" href={urlTo()}>
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
          <AccountMenu account={target.account} />
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
          {match === undefined || MatchedPage === undefined ? (
            <Page title="Not here">
              <p>
                The practice console has no page at this address. <a href={urlTo()}>Console Home</a>
              </p>
            </Page>
          ) : (
            <MatchedPage key={`${region} ${pathname}`} {...match.params} />
          )}
        </main>
        <SidePanel />
      </div>
    </>
  );
}

function isIn(pathname: string, href: string): boolean {
  const section = href.split('/').slice(0, 3).join('/');
  return href === urlTo() ? pathname === href : pathname.startsWith(section);
}

function useRegion(): string {
  const [region, setRegion] = useState(currentRegion);
  useEffect(() => onRegionChange(() => setRegion(currentRegion())), []);
  return region;
}

function regionsWith(home: string): readonly (readonly [string, string])[] {
  return selectableRegions.some(([id]) => id === home)
    ? selectableRegions
    : [[home, ''], ...selectableRegions];
}
