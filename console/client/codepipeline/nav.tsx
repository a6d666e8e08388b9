import { to } from '../router.ts';
import { editAddress, executionsAddress, pipelineAddress, settingsAddress } from './place.ts';

/** The pages of one pipeline: what AWS's console has in its navigation pane, and as tabs. */
export function PipelineNav({ name, here }: { name: string; here: string }) {
  const pages = [
    ['Pipeline', pipelineAddress(name)],
    ['Executions', executionsAddress(name)],
    ['Edit', editAddress(name)],
    ['Settings', settingsAddress(name)],
    ['Connections', to('connections')],
  ] as const;
  return (
    <nav class="tabs pipeline-nav" aria-label={`Pages of ${name}`}>
      {pages.map(([title, href]) => (
        <a key={title} href={href} {...(title === here ? { 'aria-current': 'page' as const } : {})}>
          {title}
        </a>
      ))}
    </nav>
  );
}
