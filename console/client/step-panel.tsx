import { useEffect, useRef, useState } from 'preact/hooks';
import { stepId, stepNames, stepPage } from '../../checker/lab/lab.ts';
import { checkPanel } from '../../companion/client/check-panel.ts';
import { applyLearnerSettings } from '../../site/browser/learner-settings.ts';
import { urlTo } from './router.ts';

const key = 'lab-console-step';

/** The URL of a step's page: `/steps/step-3-bucket.html`. */
const stepUrl = (index: number) =>
  stepPage(stepNames[index] ?? 'credentials')
    .replace(/^labs/, '')
    .replace(/\.md$/, '.html');

/** The index of the step to show first: the one in the URL's query, otherwise the last one chosen in this tab. */
function firstStep(): number {
  const named = /^step-([1-9])$/.exec(new URLSearchParams(location.search).get('step') ?? '')?.[1];
  const index = Number(named ?? sessionStorage.getItem(key) ?? 1) - 1;
  return stepNames[index] === undefined ? 0 : index;
}

/** The console instructions of a step, and the button that checks the step. */
export function StepPanel() {
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
        <a href={stepUrl(index)}>Read it whole</a>
      </p>
      <CheckPanel key={`check ${name}`} step={stepId(name)} />
      <ConsoleInstructions key={`way ${name}`} address={stepUrl(index)} />
    </>
  );
}

function CheckPanel({ step }: { step: string }) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => container.current?.replaceChildren(checkPanel(step)), [step]);
  return <div ref={container} />;
}

/** The pages of this console that replace AWS's and GitHub's pages in the links of the instructions. */
const practiceUrls: Record<string, string> = {
  'https://console.aws.amazon.com/': urlTo(),
  'https://console.aws.amazon.com/console/home': urlTo(),
  'https://console.aws.amazon.com/s3/home': urlTo('s3', 'buckets'),
  'https://console.aws.amazon.com/codesuite/codepipeline/home': urlTo('codepipeline', 'pipelines'),
  'https://console.aws.amazon.com/iam/home': urlTo('iam', 'roles'),
  'https://github.com/new': urlTo('github', 'new'),
};

/** The part of a step's page between *By console* and the next heading, with absolute links. */
async function fetchConsoleInstructions(address: string): Promise<DocumentFragment> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const instructions = document.createDocumentFragment();
  let next = page.getElementById('by-console')?.nextElementSibling ?? null;
  while (next !== null && next.tagName !== 'H2') {
    const node = next;
    next = next.nextElementSibling;
    instructions.append(document.importNode(node, true));
  }
  for (const link of instructions.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const { href } = new URL(link.getAttribute('href') ?? '', new URL(address, location.href));
    link.setAttribute('href', practiceUrls[href] ?? href);
    delete link.dataset.console;
  }
  for (const element of instructions.querySelectorAll('[id]')) element.removeAttribute('id');
  return instructions;
}

function ConsoleInstructions({ address }: { address: string }) {
  const container = useRef<HTMLElement>(null);
  const [error, setError] = useState('');
  useEffect(() => {
    fetchConsoleInstructions(address).then(
      (instructions) => {
        container.current?.replaceChildren(instructions);
        applyLearnerSettings();
      },
      (reason: unknown) => setError(reason instanceof Error ? reason.message : String(reason)),
    );
  }, [address]);
  return (
    <>
      <h3 class="way-head">By console</h3>
      {error === '' ? null : <p class="field-error">✗ {error}</p>}
      <article ref={container} class="way-text" />
    </>
  );
}
