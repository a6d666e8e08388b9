import { urlTo } from '../router.ts';
import { editPipelineUrl, executionsUrl, pipelineSettingsUrl, pipelineUrl } from './urls.ts';

/** Links to the pages of one pipeline, which AWS's console has in its navigation pane and as tabs. */
export function PipelineNav({ name, current }: { name: string; current: string }) {
  const pages = [
    ['Pipeline', pipelineUrl(name)],
    ['Executions', executionsUrl(name)],
    ['Edit', editPipelineUrl(name)],
    ['Settings', pipelineSettingsUrl(name)],
    ['Connections', urlTo('connections')],
  ] as const;
  return (
    <nav class="tabs pipeline-nav" aria-label={`Pages of ${name}`}>
      {pages.map(([title, href]) => (
        <a key={title} href={href} {...(title === current ? { 'aria-current': 'page' as const } : {})}>
          {title}
        </a>
      ))}
    </nav>
  );
}
