import { boundaryArn, namesOf, partitionOf, seatNames } from '../checker/lab/lab.ts';
import { awsConsoleUrl } from '../checker/lab/learner-settings.ts';
import { escapeHtml } from '../terminal/html.ts';
import { handoutStyle } from './handout-style.ts';
import { sharedSeats } from './policy/class-policies.ts';
import type { Roster, Seat } from './seat.ts';

/** Printed in place of an account id that the roster does not contain. */
const accountPlaceholder = 'ACCOUNT';

/** What a seat's page is made from. */
interface HandoutSeat {
  roster: Roster;
  seat: Seat;
  shared: boolean;
  /** Twelve digits, or `accountPlaceholder`. */
  account: string;
}

/** The account that a seat works in, or the placeholder where the roster does not say. */
function accountOf(seat: Seat, { account }: Roster): string {
  if (seat.access.kind === 'shared') return account ?? accountPlaceholder;
  return seat.access.kind === 'role'
    ? (seat.access.roleArn.split(':')[4] ?? accountPlaceholder)
    : accountPlaceholder;
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
        `<tr><th scope="row">${escapeHtml(head)}</th><td><code>${escapeHtml(value)}</code></td></tr>`,
    )
    .join('\n');

function namesTable({ seat, shared, account }: HandoutSeat): string {
  const names = namesOf({ region: seat.region, branch: seat.branch, seat: seat.id }, account);
  return `<table><caption>Your names</caption><tbody>
${rows([
  ['region', seat.region],
  ['account', account === accountPlaceholder ? 'your own; its number stands where ACCOUNT does' : account],
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

function links({ seat, shared, account }: HandoutSeat): string {
  const { region } = seat;
  const pages: [string, string][] = [
    ...(shared && account !== accountPlaceholder
      ? [['sign in', `https://${account}.${signIn[partitionOf(region)]}/console`] as [string, string]]
      : []),
    ['S3', awsConsoleUrl('s3/home', { region })],
    ['connections', awsConsoleUrl('codesuite/settings/connections', { region })],
    ['pipelines', awsConsoleUrl('codesuite/codepipeline/home', { region })],
    ['roles', awsConsoleUrl('iam/home', { region })],
  ];
  const items = pages.map(
    ([name, address]) =>
      `<li>${escapeHtml(name)}: <a href="${escapeHtml(address)}">${escapeHtml(address)}</a></li>`,
  );
  return `<ul>${items.join('\n')}</ul>`;
}

/** The commands that a learner types before step 1. A valid roster's values need no shell quoting. */
function commands({ seat, account }: HandoutSeat): string {
  const number =
    account === accountPlaceholder
      ? '"$(aws sts get-caller-identity --query Account --output text)"'
      : account;
  const repository = seat.repository ?? 'OWNER/NAME';
  return `npx lab init --seat ${seat.id} --region ${seat.region} \\
  --repository ${repository}${seat.branch === 'main' ? '' : ` --branch ${seat.branch}`} \\
  --account ${number}
npx lab doctor
mkdir -p workspace && npx lab values > workspace/values.sh
npx lab next`;
}

function differencesList({ seat, shared, account }: HandoutSeat): string {
  const tags = `<li>Wherever a page gives the tag <code>lab</code>, give a second one: key <code>seat</code>, value <code>${escapeHtml(seat.id)}</code>. Without it, what you made does not count as yours${shared ? ', and the connection is denied' : ''}.</li>`;
  if (!shared) return `<ul>${tags}</ul>`;
  return `<ul>${tags}
<li>In step 5, give <code>aws iam create-role</code> one more option: <code>--permissions-boundary ${escapeHtml(boundaryArn(seat.id, seat.region, account))}</code></li>
<li>By console, make the artifact bucket and the role by terminal first, and choose them in the wizard: step 5 says where.</li></ul>`;
}

const credentials = ({ seat, shared }: HandoutSeat) =>
  shared
    ? `Your user is <code>${escapeHtml(seatNames(seat.id).identity)}</code>. Its key comes from your instructor and is not on this page: type <code>aws configure</code>, and put it in.`
    : 'Use the credentials of your own account: step 1 tells how.';

/** The page of one seat. All of the roster's text is escaped, and the page contains no secret. */
function seatPage(context: HandoutSeat, position: string): string {
  const { roster, seat } = context;
  return `<section class="seat" aria-labelledby="seat-${escapeHtml(seat.id)}">
<p class="class">${escapeHtml(roster.class)}<span class="at">${escapeHtml(position)}</span></p>
<h2 id="seat-${escapeHtml(seat.id)}"><span class="id">${escapeHtml(seat.id)}</span>${seat.name === seat.id ? '' : ` <span class="name">${escapeHtml(seat.name)}</span>`}</h2>
${namesTable(context)}
<h3>Begin</h3>
<p>${credentials(context)} Then, in the kit’s folder${seat.repository === undefined ? ', with your own repository in place of OWNER/NAME' : ''}:</p>
<pre><code>${escapeHtml(commands(context))}</code></pre>
<h3>What you do otherwise than the pages say</h3>
${differencesList(context)}
<h3>Places</h3>
${links(context)}
<h3>Stuck? Done?</h3>
<p><code>npm run check step-5</code> says what is true of a step, and what to type. Still stuck: raise your hand with <code>npx lab hand "my push starts nothing"</code>, then <code>npm run check -- --all --save ${escapeHtml(seat.id)}.json</code>, and give that file to your instructor. At the end <code>npm run teardown</code> removes all that you made, and proves it.</p>
</section>`;
}

/**
 * One HTML file with the pages of these seats: no script, no external resource, one printed page per seat.
 */
export function handout(roster: Roster, seats: readonly Seat[]): string {
  const shared = new Set(sharedSeats(roster));
  const pages = seats.map((seat) => {
    const position = `seat ${roster.seats.indexOf(seat) + 1} of ${roster.seats.length}`;
    return seatPage({ roster, seat, shared: shared.has(seat), account: accountOf(seat, roster) }, position);
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
<title>${escapeHtml(title)}</title>
<style>${handoutStyle}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${pages.join('\n')}
</main>
</body>
</html>
`;
}
