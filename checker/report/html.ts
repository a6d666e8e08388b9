import { htmlPage, joinMarkup, markup } from '../../terminal/html.ts';
import type { Run, StepResult } from '../engine/run.ts';
import type { Finding, Verdict } from '../steps/finding.ts';
import { liveLine } from './live.ts';

/** What the page shows besides the findings. */
export interface HtmlOptions {
  /** The line that names the account. */
  line: string;
  /** When the account was read: milliseconds since the epoch. */
  time: number;
  kitVersion: string;
  seat?: string;
  repository?: string;
  /** The evidence as `lab check --save` writes it, without secrets. */
  evidence: string;
}

/** The value of the page's `generator` tag, by which the kit recognizes its own pages. */
export const generator = 'codepipeline-lab report';

const words: Record<Verdict, string> = {
  pass: '✓ passed',
  fail: '✗ failed',
  waiting: '… waiting',
  unknown: '? could not tell',
};

const style = markup`
:root { color-scheme: light dark; --text: #1c2128; --dim: #57606a; --paper: #fff; --edge: #d0d7de; --pass: #1a7f37; --fail: #b3261e; --waiting: #8a5a00; --unknown: #6639ba }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9da7b3; --paper: #0d1117; --edge: #30363d; --pass: #4ac26b; --fail: #ff8b80; --waiting: #e3b341; --unknown: #c297ff } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--text); background: var(--paper) }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--edge) }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem }
p { margin: .4rem 0 }
.about { color: var(--dim) }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--edge); font-weight: normal }
thead th { font-weight: 600 }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .15rem .75rem; margin: .25rem 0 0 }
dt { color: var(--dim) }
dd { margin: 0; overflow-wrap: anywhere }
.pass { color: var(--pass) } .fail { color: var(--fail) } .waiting { color: var(--waiting) } .unknown { color: var(--unknown) }
code, pre { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap }
ol { margin: .4rem 0; padding-left: 1.5rem; overflow-wrap: anywhere }
pre { max-height: 30rem; overflow: auto; border: 1px solid var(--edge); padding: .75rem }
@media print { body { max-width: none; padding: 0 } h2 { break-after: avoid } h3, dl { break-inside: avoid } .evidence { display: none } }
`;

const verdictSpan = (verdict: Verdict) => markup`<span class="${verdict}">${words[verdict]}</span>`;

function proofList(proof: readonly string[] = []) {
  if (proof.length === 0) return '';
  return markup`<p>The proof:</p><ol>${proof.map((link) => markup`<li>${link}</li>`)}</ol>`;
}

function finding({ title, verdict, check, expected, found, why, fix, cause, proof }: Finding) {
  const rows =
    verdict === 'pass'
      ? { found }
      : {
          expected,
          found,
          why,
          ...(fix === '' ? {} : { 'to do': markup`<code>${fix}</code>` }),
          ...(cause === undefined ? {} : { cause: markup`<code>${cause}</code>` }),
        };
  return markup`<h3>${verdictSpan(verdict)} ${title} <small class="about"><code>${check}</code></small></h3>
<dl>${Object.entries(rows).map(([label, text]) => markup`<dt>${label}</dt><dd>${text}</dd>`)}</dl>${proofList(proof)}`;
}

function step({ id, name, title, verdict, findings, broken = [] }: StepResult) {
  const before = broken.map(
    (one) => markup`<p class="about">Earlier: ${one.step} ${one.name}, ${one.title}: ${one.found}</p>`,
  );
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${id} ${name}: ${title}, ${verdictSpan(verdict)}</h2>
${joinMarkup([...findings.map(finding), ...before, markup`</section>`], '\n')}`;
}

function overview({ steps }: Run) {
  const rows = steps.map(({ id, name, title, verdict, findings }) => {
    const open = findings.filter((one) => one.verdict !== 'pass').map((one) => one.title);
    return markup`<tr><th scope="row"><a href="#${id}">${id} ${name}</a></th><td>${title}</td><td>${verdictSpan(verdict)}</td><td>${open.join('; ')}</td></tr>`;
  });
  const heads = ['step', '', 'verdict', 'open'].map((head) => markup`<th scope="col">${head}</th>`);
  return markup`<table><thead><tr>${heads}</tr></thead><tbody>${joinMarkup(rows, '\n')}</tbody></table>`;
}

const moment = (time: number) => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A self-contained page for an instructor: the findings, their proof and the evidence. No scripts, no network. */
export function html(run: Run, options: HtmlOptions): string {
  const { line, time, kitVersion, seat, repository, evidence } = options;
  const live = liveLine(run);
  const passed = run.steps.filter(({ verdict }) => verdict === 'pass').length;
  const subject = [
    ...(seat === undefined ? [] : [`seat ${seat}`]),
    ...(repository === undefined ? [] : [repository]),
    ...(run.identity === undefined ? [] : [run.identity.arn]),
  ];
  const calls = run.calls.map(
    ({ service, operation, count }) =>
      markup`<tr><td>${service}</td><td>${operation}</td><td>${count}</td></tr>`,
  );
  const data = Buffer.from(evidence, 'utf8').toString('base64');
  const score = `${passed} of ${run.steps.length} steps`;
  const main = markup`<h1>CodePipeline lab: ${score} passed</h1>
<p>${line}</p>
<p class="about">${[...subject, `asked ${moment(time)}`, `kit ${kitVersion}`].join(' · ')}</p>
${live && markup`<p>${live}</p>`}
${overview(run)}
${joinMarkup(run.steps.map(step), '\n')}
<section class="evidence" aria-labelledby="evidence"><h2 id="evidence">Evidence</h2>
<p>All that this was judged by, secrets taken out: <a download="evidence.json" href="data:application/json;base64,${data}">evidence.json</a>. It is judged again with <code>npm run check -- --from evidence.json</code></p>
<details><summary>${run.calls.reduce((sum, { count }) => sum + count, 0)} calls were made</summary>
<table><thead><tr><th scope="col">service</th><th scope="col">operation</th><th scope="col">times</th></tr></thead><tbody>${joinMarkup(calls, '\n')}</tbody></table></details>
<details><summary>What was answered</summary><pre>${evidence}</pre></details>
</section>`;
  return htmlPage({ title: `${seat ?? 'CodePipeline lab'}: ${score}`, generator, style, main });
}
