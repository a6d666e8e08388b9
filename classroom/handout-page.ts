import { boundaryArn, namesOf, partitionOf, seatNames } from '../checker/lab/lab.ts';
import { awsConsoleUrl } from '../checker/lab/learner-settings.ts';
import { htmlPage, joinMarkup, markup } from '../terminal/html.ts';
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

function namesTable({ seat, shared, account }: HandoutSeat) {
  const names = namesOf({ region: seat.region, branch: seat.branch, seat: seat.id }, account);
  const values = {
    region: seat.region,
    account: account === accountPlaceholder ? 'your own; its number stands where ACCOUNT does' : account,
    repository: seat.repository ?? 'yours on GitHub, as OWNER/NAME',
    'deploy bucket': names.deployBucket,
    'artifact bucket': names.artifactBucket,
    connection: names.connection,
    pipeline: names.pipeline,
    role: names.role,
    tags: Object.entries(names.tags)
      .map((tag) => tag.join('='))
      .join(' and '),
    ...(shared ? { boundary: boundaryArn(seat.id, seat.region, account) } : {}),
  };
  const rows = Object.entries(values).map(
    ([head, value]) => markup`<tr><th scope="row">${head}</th><td><code>${value}</code></td></tr>`,
  );
  return markup`<table><caption>Your names</caption><tbody>
${joinMarkup(rows, '\n')}
</tbody></table>`;
}

function links({ seat, shared, account }: HandoutSeat) {
  const { region } = seat;
  const pages = {
    ...(shared && account !== accountPlaceholder
      ? { 'sign in': `https://${account}.${signIn[partitionOf(region)]}/console` }
      : {}),
    S3: awsConsoleUrl('s3/home', { region }),
    connections: awsConsoleUrl('codesuite/settings/connections', { region }),
    pipelines: awsConsoleUrl('codesuite/codepipeline/home', { region }),
    roles: awsConsoleUrl('iam/home', { region }),
  };
  const items = Object.entries(pages).map(
    ([name, address]) => markup`<li>${name}: <a href="${address}">${address}</a></li>`,
  );
  return markup`<ul>${joinMarkup(items, '\n')}</ul>`;
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

function differencesList({ seat, shared, account }: HandoutSeat) {
  const tags = markup`<li>Wherever a page gives the tag <code>lab</code>, give a second one: key <code>seat</code>, value <code>${seat.id}</code>. Without it, what you made does not count as yours${shared ? ', and the connection is denied' : ''}.</li>`;
  if (!shared) return markup`<ul>${tags}</ul>`;
  return markup`<ul>${tags}
<li>In step 5, give <code>aws iam create-role</code> one more option: <code>--permissions-boundary ${boundaryArn(seat.id, seat.region, account)}</code></li>
<li>By console, make the artifact bucket and the role by terminal first, and choose them in the wizard: step 5 says where.</li></ul>`;
}

const credentials = ({ seat, shared }: HandoutSeat) =>
  shared
    ? markup`Your user is <code>${seatNames(seat.id).identity}</code>. Its key comes from your instructor and is not on this page: type <code>aws configure</code>, and put it in.`
    : 'Use the credentials of your own account: step 1 tells how.';

/** The page of one seat. It contains no secret. */
function seatPage(context: HandoutSeat, position: string) {
  const { roster, seat } = context;
  return markup`<section class="seat" aria-labelledby="seat-${seat.id}">
<p class="class">${roster.class}<span class="at">${position}</span></p>
<h2 id="seat-${seat.id}"><span class="id">${seat.id}</span>${seat.name === seat.id ? '' : markup` <span class="name">${seat.name}</span>`}</h2>
${namesTable(context)}
<h3>Begin</h3>
<p>${credentials(context)} Then, in the kit’s folder${seat.repository === undefined ? ', with your own repository in place of OWNER/NAME' : ''}:</p>
<pre><code>${commands(context)}</code></pre>
<h3>What you do otherwise than the pages say</h3>
${differencesList(context)}
<h3>Places</h3>
${links(context)}
<h3>Stuck? Done?</h3>
<p><code>npm run check step-5</code> says what is true of a step, and what to type. Still stuck: raise your hand with <code>npx lab hand "my push starts nothing"</code>, then <code>npm run check -- --all --save ${seat.id}.json</code>, and give that file to your instructor. At the end <code>npm run teardown</code> removes all that you made, and proves it.</p>
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
  return htmlPage({
    title,
    style: handoutStyle,
    main: markup`<h1>${title}</h1>\n${joinMarkup(pages, '\n')}`,
  });
}
