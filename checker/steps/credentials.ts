import type { CredentialsKind } from '../facts/fact.ts';
import type { CauseId } from './causes.ts';
import { check } from './check.ts';
import { fail, pass, undetermined } from './finding.ts';
import { formatDuration, formatTime } from './format.ts';

const minute = 60_000;

const signIn =
  'Sign in: aws configure, or aws sso login. Step 1 of the lab tells all ways, also the one without an AWS account.';

const credentialProblems: Record<
  Exclude<CredentialsKind, 'clock'>,
  { found: string; fix: string; cause: CauseId }
> = {
  none: { found: 'no credentials were found', fix: signIn, cause: 'credentials-none' },
  'wrong-secret': {
    found: 'the access key exists, but the secret is not its own',
    fix: 'Copy the secret again, whole: aws configure set aws_secret_access_key YOUR_SECRET_ACCESS_KEY',
    cause: 'credentials-wrong-secret',
  },
  'unknown-key': {
    found: 'AWS does not know this access key',
    fix: 'Look which key is in force (env | grep AWS_ACCESS_KEY_ID; aws configure list) and set one of this account: aws configure. A key that another account or server made works only there.',
    cause: 'credentials-unknown-key',
  },
  expired: {
    found: 'the session has ended: its token is expired',
    fix: 'Sign in again: aws sso login, or take new temporary credentials from where you got these.',
    cause: 'credentials-expired',
  },
  other: { found: 'the credentials were refused', fix: signIn, cause: 'credentials-unknown-key' },
};

export const credentialsChecks = [
  check({
    id: 'credentials.identity',
    title: 'AWS knows who you are',
    why: 'Everything that you make, and everything that is checked, is made and checked as this identity.',
    required: [],
    raw: ['identity'],
    judge({ identity }) {
      const expected = 'credentials that AWS accepts';
      if (identity.state === 'known')
        return pass(expected, `${identity.value.arn} in account ${identity.value.account}`);
      if (identity.state === 'absent') return undefined;
      const { credentials } = identity.error;
      if (credentials === undefined || credentials === 'clock') return undetermined(expected, identity.error);
      const { found, fix, cause } = credentialProblems[credentials];
      return fail(expected, `${found} (${identity.error.code})`, fix, cause);
    },
  }),
  check({
    id: 'credentials.account',
    title: 'It is the account that the lab is held to',
    why: 'A lab that is begun in one account and gone on with in another has half its things in each.',
    required: ['identity'],
    after: ['credentials.identity'],
    judge({ identity }, { lab }) {
      if (lab.account === undefined) return undefined;
      const expected = `account ${lab.account}`;
      if (identity.account === lab.account) return pass(expected, `account ${identity.account}`);
      return fail(
        expected,
        `account ${identity.account}, as ${identity.arn}`,
        `Choose the right profile (export AWS_PROFILE=…), or hold the lab to this account: npx lab init --account ${identity.account}`,
        'account-other',
      );
    },
  }),
  check({
    id: 'credentials.user',
    title: 'You are not the root user',
    why: 'No policy holds the root user back: a slip of its hand has no bounds.',
    required: ['identity'],
    after: ['credentials.identity'],
    judge({ identity }) {
      const expected = 'a user or role, not the root user';
      if (identity.kind !== 'root') return pass(expected, identity.arn);
      return fail(
        expected,
        `the root user of account ${identity.account}`,
        'Make a user or role in the IAM console (or IAM Identity Center), and sign in with that one.',
        'root-user',
      );
    },
  }),
  check({
    id: 'credentials.region',
    title: 'One region for the CLI and the checker',
    why: 'Some tools read AWS_REGION, others AWS_DEFAULT_REGION: when they differ, you make things where the checker does not look.',
    required: ['regions'],
    judge({ regions }, { lab }) {
      const expected = `${lab.region} everywhere`;
      const fix = `export AWS_REGION=${lab.region} AWS_DEFAULT_REGION=${lab.region}`;
      const set = Object.entries({
        AWS_REGION: regions.AWS_REGION,
        AWS_DEFAULT_REGION: regions.AWS_DEFAULT_REGION,
        'the CLI configuration': regions.config,
      }).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
      // The environment overrides the configuration file, so the file's region then does not matter.
      const inForce = set.filter(([name]) => name.startsWith('AWS_'));
      const judged = inForce.length > 0 ? inForce : set;
      if (judged.length === 0) return fail(expected, 'no region is set for the CLI', fix, 'region-differs');
      const found = judged.map(([name, region]) => `${name} is ${region}`).join(', ');
      const differs = judged.some(([, region]) => region !== lab.region);
      if (differs) return fail(expected, `${found}; the lab's is ${lab.region}`, fix, 'region-differs');
      return pass(expected, found);
    },
  }),
  check({
    id: 'credentials.session',
    title: 'The session lasts long enough',
    why: 'A session that ends in the middle of a step leaves it half done, and takes presigned URLs with it.',
    required: [],
    optional: ['sessionEnd'],
    after: ['credentials.identity'],
    judge({ sessionEnd }, { now }) {
      if (sessionEnd === undefined) return undefined;
      const expected = 'at least 15 minutes left';
      const left = sessionEnd - now;
      if (left >= 15 * minute)
        return pass(expected, `${formatDuration(left)} left, until ${formatTime(sessionEnd)}`);
      const found = left > 0 ? `${formatDuration(left)} left` : `ended ${formatDuration(left)} ago`;
      return fail(expected, found, 'Sign in again, for example: aws sso login', 'session-ending');
    },
  }),
  check({
    id: 'credentials.clock',
    title: 'The clock is right',
    why: 'Requests are signed with the time: AWS refuses those that are minutes off, and presigned URLs end too early or too late.',
    required: ['clock'],
    judge({ clock }) {
      const expected = 'within 5 minutes of AWS';
      if (Math.abs(clock) < 5 * minute) {
        return pass(
          expected,
          Math.abs(clock) < 2000
            ? 'the same time'
            : `${formatDuration(clock)} ${clock > 0 ? 'ahead' : 'behind'}`,
        );
      }
      return fail(
        expected,
        `this machine's clock is ${formatDuration(clock)} ${clock > 0 ? 'ahead of' : 'behind'} the answers' dates`,
        'Let the clock set itself over the network: sudo timedatectl set-ntp true (Linux); System Settings, General, Date & Time, Set automatically (macOS).',
        'clock-off',
      );
    },
  }),
];
