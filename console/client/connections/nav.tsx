import { useId, useState } from 'preact/hooks';
import { urlTo } from '../router.ts';

/** The navigation of the Developer Tools: Pipelines, and Connections under *Settings*. */
export function DeveloperToolsNav({ current }: { current: 'Pipelines' | 'Connections' }) {
  const [isOpen, setOpen] = useState(current === 'Connections');
  const id = useId();
  const link = (name: typeof current, href: string) => (
    <a href={href} {...(name === current ? { 'aria-current': 'true' as const } : {})}>
      {name}
    </a>
  );
  return (
    <nav class="github-bar tools-bar" aria-label="Developer Tools">
      <ul>
        <li>{link('Pipelines', urlTo('codepipeline', 'pipelines'))}</li>
        <li>
          <button type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            Settings <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          </button>
        </li>
        <li id={id} hidden={!isOpen}>
          {link('Connections', urlTo('connections'))}
        </li>
      </ul>
    </nav>
  );
}
