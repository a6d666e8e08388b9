import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CallLog, useUserActionCount } from './call-log.tsx';
import { StepPanel } from './step-panel.tsx';

/** Whether both parts fit beside the page. On a narrow window they cover the page from below, one at a time. */
const isWide = () => matchMedia('(min-width: 75rem)').matches;

/** The panel beside the page: the step's instructions with the button that checks the step, and the call log. */
export function SidePanel() {
  const [openParts, setOpenParts] = useState(() => (isWide() ? ['step', 'called'] : []));
  const actionCount = useUserActionCount();
  const toggle = (name: string) => {
    if (openParts.includes(name)) setOpenParts(openParts.filter((other) => other !== name));
    else setOpenParts(isWide() ? [...openParts, name] : [name]);
  };
  const part = (name: string, title: string, content: ComponentChildren) => (
    <section class={`part ${name}`} aria-label={title}>
      <h2 class="part-head">
        <button
          type="button"
          class="handle"
          aria-expanded={openParts.includes(name)}
          aria-controls={`part-${name}`}
          onClick={() => toggle(name)}
        >
          <span aria-hidden="true">{openParts.includes(name) ? '▾' : '▸'}</span> {title}
        </button>
      </h2>
      <div id={`part-${name}`} class="part-content" hidden={!openParts.includes(name)}>
        {content}
      </div>
    </section>
  );
  return (
    <div class={`side ${openParts.length > 0 ? 'open' : ''}`}>
      {part('step', 'The step', <StepPanel />)}
      {part('called', `What was called (${actionCount})`, <CallLog />)}
    </div>
  );
}
