import { useEffect, useRef, useState } from 'preact/hooks';
import { stepId, stepNames, stepPage } from '../../checker/lab/lab.ts';
import { checkPanel } from '../../companion/client/check.ts';
import { applyValues } from '../../site/browser/values.ts';
import { to } from './router.ts';

const key = 'lab-console-step';

/** `/steps/step-3-bucket.html` */
const addressOf = (index: number) =>
  stepPage(stepNames[index] ?? 'credentials')
    .replace(/^labs/, '')
    .replace(/\.md$/, '.html');

/** The step that the tab is at: the one that a page's link named, or the last one chosen. */
function firstStep(): number {
  const named = /^step-([1-9])$/.exec(new URLSearchParams(location.search).get('step') ?? '')?.[1];
  const index = Number(named ?? sessionStorage.getItem(key) ?? 1) - 1;
  return stepNames[index] === undefined ? 0 : index;
}

/** A step's console way, to be followed click by click, and the button that checks the step. */
export function Step() {
  const [index, setIndex] = useState(firstStep);
  const name = stepNames[index] ?? 'credentials';
  const choose = (to: number) => {
    sessionStorage.setItem(key, String(to + 1));
    setIndex(to);
  };
  useEffect(() => sessionStorage.setItem(key, String(index + 1)), [index]);
  return (
    <>
      <p class="step-choice">
        <label>
          <span class="unseen">Step of the lab</span>
          <select value={index} onChange={(event) => choose(Number(event.currentTarget.value))}>
            {stepNames.map((one, at) => (
              <option key={one} value={at}>
                {at + 1} {one}
              </option>
            ))}
          </select>
        </label>
        <a href={addressOf(index)}>Read it whole</a>
      </p>
      <CheckPanel key={`check ${name}`} step={stepId(name)} />
      <Way key={`way ${name}`} address={addressOf(index)} />
    </>
  );
}

function CheckPanel({ step }: { step: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.replaceChildren(checkPanel(step)), [step]);
  return <div ref={place} />;
}

/** Where the links of a console way lead here: to this console's own rooms, and not to the real ones. */
const here: Record<string, string> = {
  'https://console.aws.amazon.com/': to(),
  'https://console.aws.amazon.com/console/home': to(),
  'https://console.aws.amazon.com/s3/home': to('s3', 'buckets'),
  'https://console.aws.amazon.com/codesuite/codepipeline/home': to('codepipeline', 'pipelines'),
  'https://console.aws.amazon.com/iam/home': to('iam', 'roles'),
  'https://github.com/new': to('github', 'new'),
};

/** What stands on the step's page between *By console* and the next heading, with its links made whole. */
async function consoleWay(address: string): Promise<DocumentFragment> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const way = document.createDocumentFragment();
  let next = page.getElementById('by-console')?.nextElementSibling ?? null;
  while (next !== null && next.tagName !== 'H2') {
    const here = next;
    next = next.nextElementSibling;
    way.append(document.importNode(here, true));
  }
  for (const link of way.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const { href } = new URL(link.getAttribute('href') ?? '', new URL(address, location.href));
    link.setAttribute('href', here[href] ?? href);
    delete link.dataset.console;
  }
  for (const named of way.querySelectorAll('[id]')) named.removeAttribute('id');
  return way;
}

function Way({ address }: { address: string }) {
  const place = useRef<HTMLElement>(null);
  const [trouble, setTrouble] = useState('');
  useEffect(() => {
    consoleWay(address).then(
      (way) => {
        place.current?.replaceChildren(way);
        applyValues();
      },
      (error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)),
    );
  }, [address]);
  return (
    <>
      <h3 class="way-head">By console</h3>
      {trouble === '' ? null : <p class="field-error">✗ {trouble}</p>}
      <article ref={place} class="way-text" />
    </>
  );
}
