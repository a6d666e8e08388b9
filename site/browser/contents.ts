/** Opens the table of contents on a wide page, collapses it on a phone, and marks the heading that the reader is at. */
export function mountContents(): void {
  const details = document.querySelector<HTMLDetailsElement>('.contents details');
  if (details === null) return;
  const wide = window.matchMedia('(min-width: 68rem)');
  const fold = () => {
    details.open = wide.matches;
  };
  wide.addEventListener('change', fold);
  fold();
  details.closest('.contents')?.classList.add('ready');
  const links = new Map<Element, Element>();
  for (const link of details.querySelectorAll('a')) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading !== null) links.set(heading, link);
  }
  const observer = new IntersectionObserver(
    (entries) => {
      const top = entries.find((entry) => entry.isIntersecting);
      if (top === undefined) return;
      for (const link of links.values()) link.removeAttribute('aria-current');
      links.get(top.target)?.setAttribute('aria-current', 'true');
    },
    { rootMargin: '-10% 0px -75% 0px' },
  );
  for (const heading of links.keys()) observer.observe(heading);
}
