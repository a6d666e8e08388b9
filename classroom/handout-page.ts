import { boundaryArn, namesOf, partitionOf, seatNames } from '../checker/lab/lab.ts';
import { consoleAddress } from '../checker/lab/values/own.ts';
import { escaped } from '../terminal/html.ts';
import { handoutStyle } from './handout-style.ts';
import { sharing } from './policy/kit.ts';
import type { Roster, Seat } from './seat.ts';

/** Stands where an account's number belongs that the roster does not say. */
const unsaid = 'ACCOUNT';

/** What a seat's page needs to know of its class. */
interface In {
  roster: Roster;
  seat: Seat;
  shared: boolean;
  /** Twelve digits, or the word that stands for them. */
  account: string;
}

/** The account that a seat works in, where the roster says it. */
function accountOf(seat: Seat, { account }: Roster): string {
  if (seat.access.kind === 'shared') return account ?? unsaid;
  return seat.access.kind === 'role' ? (seat.access.roleArn.split(':')[4] ?? unsaid) : unsaid;
}

const signIn: Record<string, string> = {
  aws: 'signin.aws.amazon.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
};

const rows = (pairs: readonly [string, string][]) =>
  pairs
    .map(
      ([head, value]) =>
        `<tr><th scope="row">${escaped(head)}</th><td><code>${escaped(value)}</code></td></tr>`,
    )
    .join('\n');

function namesTable({ seat, shared, account }: In): string {
  const names = namesOf({ region: seat.region, branch: seat.branch, seat: seat.id }, account);
  return `<table><caption>Your names</caption><tbody>
${rows([
  ['region', seat.region],
  ['account', account === unsaid ? 'your own; its number stands where ACCOUNT does' : account],
  ['repository', seat.repository ?? 'yours on GitHub, as OWNER/NAME'],
  ['deploy bucket', names.deployBucket],
  ['artifact bucket', names.artifactBucket],
  ['connection', names.connection],
  ['pipeline', names.pipeline],
  ['role', names.role],
  [
    'tags',
    Object.entries(names.tags)
      .map(([key, value]) => `${key}=${value}`)
      .join(' and '),
  ],
  ...(shared ? [['boundary', boundaryArn(seat.id, seat.region, account)] as [string, string]] : []),
])}
</tbody></table>`;
}

function links({ seat, shared, account }: In): string {
  const { region } = seat;
  const pages: [string, string][] = [
    ...(shared && account !== unsaid
      ? [['sign in', `https://${account}.${signIn[partitionOf(region)]}/console`] as [string, string]]
      : []),
    ['S3', consoleAddress('s3/home', { region })],
    ['connections', consoleAddress('codesuite/settings/connections', { region })],
    ['pipelines', consoleAddress('codesuite/codepipeline/home', { region })],
    ['roles', consoleAddress('iam/home', { region })],
  ];
  const items = pages.map(
    ([name, address]) => `<li>${escaped(name)}: <a href="${escaped(address)}">${escaped(address)}</a></li>`,
  );
  return `<ul>${items.join('\n')}</ul>`;
}

/** The first commands: what a seat types before step 1. A roster's values hold nothing that a shell reads. */
function commands({ seat, account }: In): string {
  const number =
    account === unsaid ? '"$(aws sts get-caller-identity --query Account --output text)"' : account;
  const repository = seat.repository ?? 'OWNER/NAME';
  return `npx lab init --seat ${seat.id} --region ${seat.region} \\
  --repository ${repository}${seat.branch === 'main' ? '' : ` --branch ${seat.branch}`} \\
  --account ${number}
npx lab doctor
mkdir -p workspace && npx lab values > workspace/values.sh
npx lab next`;
}

function otherwise({ seat, shared, account }: In): string {
  const tags = `<li>Wherever a page gives the tag <code>lab</code>, give a second one: key <code>seat</code>, value <code>${escaped(seat.id)}</code>. Without it, what you made does not count as yours${shared ? ', and the connection is denied' : ''}.</li>`;
  if (!shared) return `<ul>${tags}</ul>`;
  return `<ul>${tags}
<li>In step 5, give <code>aws iam create-role</code> one more option: <code>--permissions-boundary ${escaped(boundaryArn(seat.id, seat.region, account))}</code></li>
<li>By console, make the artifact bucket and the role by terminal first, and choose them in the wizard: step 5 says where.</li></ul>`;
}

const credentials = ({ seat, shared }: In) =>
  shared
    ? `Your user is <code>${escaped(seatNames(seat.id).identity)}</code>. Its key comes from your instructor and is not on this page: type <code>aws configure</code>, and put it in.`
    : 'Use the credentials of your own account: step 1 tells how.';

/** A seat's page. Every word of the roster's is escaped; no secret is in it. */
function seatPage(within: In, at: string): string {
  const { roster, seat } = within;
  return `<section class="seat" aria-labelledby="seat-${escaped(seat.id)}">
<p class="class">${escaped(roster.class)}<span class="at">${escaped(at)}</span></p>
<h2 id="seat-${escaped(seat.id)}"><span class="id">${escaped(seat.id)}</span>${seat.name === seat.id ? '' : ` <span class="name">${escaped(seat.name)}</span>`}</h2>
${namesTable(within)}
<h3>Begin</h3>
<p>${credentials(within)} Then, in the kit’s folder${seat.repository === undefined ? ', with your own repository in place of OWNER/NAME' : ''}:</p>
<pre><code>${escaped(commands(within))}</code></pre>
<h3>What you do otherwise than the pages say</h3>
${otherwise(within)}
<h3>Places</h3>
${links(within)}
<h3>Stuck? Done?</h3>
<p><code>npm run check step-5</code> says what is true of a step, and what to type. Still stuck: raise your hand with <code>npx lab hand "my push starts nothing"</code>, then <code>npm run check -- --all --save ${escaped(seat.id)}.json</code>, and give that file to your instructor. At the end <code>npm run teardown</code> removes all that you made, and proves it.</p>
</section>`;
}

/** One file with these seats' pages: no script, nothing from elsewhere, a sheet of paper for each seat. */
export function handout(roster: Roster, seats: readonly Seat[]): string {
  const shared = new Set(sharing(roster));
  const pages = seats.map((seat) => {
    const at = `seat ${roster.seats.indexOf(seat) + 1} of ${roster.seats.length}`;
    return seatPage({ roster, seat, shared: shared.has(seat), account: accountOf(seat, roster) }, at);
  });
  const [only, ...more] = seats;
  const title =
    more.length === 0 && only ? `${roster.class}: seat ${only.id}` : `${roster.class}: ${seats.length} seats`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${handoutStyle}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${pages.join('\n')}
</main>
</body>
</html>
`;
}
