import { htmlPage, joinMarkup, markup } from '../../../terminal/html.ts';
import type { OutcomeState, SeatOutcome } from '../outcome.ts';
import type { ClassTeardownResult } from '../teardown.ts';
import { leftoverText, passedSteps, stateWords, totals, utcTime } from './words.ts';

/** The `generator` of the page, by which the kit recognizes its own file. */
export const endGenerator = 'codepipeline-lab class teardown';

/** Designed for screen and print. Color never carries meaning alone: a mark and words repeat it. */
const style = markup`
:root { color-scheme: light dark; --text: #1c2128; --dim: #57606a; --paper: #fff; --edge: #d0d7de; --good: #1a7f37; --bad: #b3261e; --open: #8a5a00 }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9da7b3; --paper: #0d1117; --edge: #30363d; --good: #4ac26b; --bad: #ff8b80; --open: #e3b341 } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--paper) }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere }
p { margin: .4rem 0 }
.about { color: var(--dim) }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin-top: 1.5rem }
caption { text-align: left; font-weight: 600; padding: .3rem 0 }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--edge); overflow-wrap: break-word }
td:nth-child(5) { min-width: 18rem; overflow-wrap: anywhere }
thead th { font-weight: 600 }
tbody th { font-weight: 400 }
.id { font-family: ui-monospace, monospace }
ul { margin: 0; padding-left: 1.1rem }
time { white-space: nowrap }
.good { color: var(--good) } .bad { color: var(--bad) } .open { color: var(--open) }
@media print { @page { size: landscape; margin: 12mm } body { max-width: none; padding: 0; font-size: 9.5pt } tr { break-inside: avoid } thead { display: table-header-group } .wide { overflow: visible } }
`;

const stateMarks: Record<OutcomeState, [mark: string, tone: 'good' | 'bad' | 'open']> = {
  denied: ['?', 'bad'],
  unknown: ['?', 'bad'],
  stopped: ['…', 'open'],
  changed: ['✗', 'open'],
  left: ['✗', 'bad'],
  planned: ['…', 'open'],
  declined: ['…', 'open'],
  clean: ['✓', 'good'],
  'not-begun': ['–', 'open'],
};

const time = (at: number) => markup`<time datetime="${new Date(at).toISOString()}">${utcTime(at)}</time>`;
const list = (items: readonly string[]) =>
  items.length === 0 ? '' : markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;

function row(outcome: SeatOutcome) {
  const { seat, account, state, why, left, stays, confirmedAt, progress } = outcome;
  const [mark, tone] = stateMarks[state];
  const steps = passedSteps(outcome);
  const regions = outcome.regions.length === 0 ? [seat.region] : outcome.regions.map(({ region }) => region);
  const cells = [
    markup`${account ?? 'unknown'}<br>${regions.join(', ')}`,
    progress?.done === undefined ? 'not seen' : time(progress.done),
    steps === undefined ? 'not known' : markup`${steps.passed} of ${steps.of}, seen ${time(steps.at)}`,
    markup`<span class="${tone}"><span aria-hidden="true">${mark} </span>${stateWords[state]}</span>${list([...left.map(leftoverText), ...stays.map((one) => `stays: ${leftoverText(one)}`), ...why])}`,
    confirmedAt === undefined ? 'not twice' : joinMarkup(confirmedAt.map(time), markup`<br>`),
  ];
  const name = seat.name === seat.id ? '' : markup`<br>${seat.name}`;
  return markup`<tr><th scope="row"><span class="id">${seat.id}</span>${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`;
}

const heads = ['seat', 'account, region', 'all steps done', 'steps passed', 'at the end', 'seen twice, at'];

/** The end report as one HTML page without scripts or external resources. `line` is the target line. */
export function endHtml(result: ClassTeardownResult, line: string): string {
  const { class: name, seats, ended } = result;
  const heading = `End of class ${name}: ${totals(seats)}`;
  const main = markup`<h1>${heading}</h1>
<p class="about">${line}. ${seats.length} seats, looked at until ${time(ended)}.</p>
<p><strong>Clean</strong>: two looks in a row found nothing of what had been there. <strong>Not begun</strong>: they found nothing, and nothing says that there ever was anything. <strong>Denied</strong> and <strong>could not tell</strong>: it may still be there. The repositories at the git host, and whatever an instructor made for the class, are not a part of this.</p>
<div class="wide" role="region" aria-labelledby="seats" tabindex="0">
<table><caption id="seats">Every seat</caption><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${joinMarkup(seats.map(row), '\n')}
</tbody></table>
</div>`;
  return htmlPage({ title: heading, generator: endGenerator, style, main });
}
