import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Called, useClicks } from './called.tsx';
import { Step } from './step.tsx';

/** On a narrow window the two cover the page from below, and only one of them at a time. */
const isWide = () => matchMedia('(min-width: 75rem)').matches;

/** Beside the page: what to do, with the button that checks it, and what was called. */
export function Side() {
  const [open, setOpen] = useState(() => (isWide() ? ['step', 'called'] : []));
  const clicks = useClicks();
  const toggle = (name: string) => {
    if (open.includes(name)) setOpen(open.filter((other) => other !== name));
    else setOpen(isWide() ? [...open, name] : [name]);
  };
  const part = (name: string, title: string, content: ComponentChildren) => (
    <section class={`part ${name}`} aria-label={title}>
      <h2 class="part-head">
        <button
          type="button"
          class="handle"
          aria-expanded={open.includes(name)}
          aria-controls={`part-${name}`}
          onClick={() => toggle(name)}
        >
          <span aria-hidden="true">{open.includes(name) ? '▾' : '▸'}</span> {title}
        </button>
      </h2>
      <div id={`part-${name}`} class="part-content" hidden={!open.includes(name)}>
        {content}
      </div>
    </section>
  );
  return (
    <div class={`side ${open.length > 0 ? 'open' : ''}`}>
      {part('step', 'The step', <Step />)}
      {part('called', `What was called (${clicks})`, <Called />)}
    </div>
  );
}
