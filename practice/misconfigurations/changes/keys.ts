import { accessKeyId, secret } from '../../services/iam/ids.ts';
import { type KeyRecord, keys } from '../../services/iam/records.ts';
import type { Lab, MisconfigurationOutcome } from '../lab.ts';

/** The key of a session. */
export type TemporaryKey = KeyRecord & Required<Pick<KeyRecord, 'session'>>;

/** A temporary key of the learner. Its session ends `secondsLeft` from now, or ended before if that is negative. */
export async function temporaryKey(lab: Lab, secondsLeft: number): Promise<TemporaryKey> {
  const { Credentials } = await lab.call<{ Credentials?: { AccessKeyId?: string } }>(
    'sts',
    'GetSessionToken',
    { DurationSeconds: 900 },
  );
  const key = keys(lab.emulator).get(Credentials?.AccessKeyId ?? '');
  if (key?.session === undefined) throw new Error('GetSessionToken made no session');
  return moveSessionEnd(lab, { ...key, session: key.session }, secondsLeft);
}

/** Moves the end of a key's session to `secondsLeft` from now. */
export function moveSessionEnd({ emulator }: Lab, key: TemporaryKey, secondsLeft: number): TemporaryKey {
  const expires = (Math.floor(emulator.clock.now() / 1000) + secondsLeft) * 1000;
  const updated = { ...key, session: { ...key.session, expires } };
  keys(emulator).set(key.accessKeyId, updated);
  return updated;
}

/** Creates an access key of the account's root user, which on AWS only the console can do. */
export function rootKey({ emulator, accountId }: Lab): KeyRecord {
  const key: KeyRecord = {
    accessKeyId: accessKeyId('AKIA'),
    secretAccessKey: secret(),
    accountId,
    principalArn: `arn:aws:iam::${accountId}:root`,
    userId: accountId,
    status: 'Active',
    createdAt: emulator.clock.now(),
  };
  keys(emulator).set(key.accessKeyId, key);
  return key;
}

/** The export commands for using a key, as `aws configure export-credentials --format env` prints them. */
export function exportCommands({
  accessKeyId,
  secretAccessKey,
  session,
}: KeyRecord): MisconfigurationOutcome {
  return {
    terminal: [
      `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
      `export AWS_SECRET_ACCESS_KEY='${secretAccessKey}'`,
      ...(session === undefined
        ? []
        : [
            `export AWS_SESSION_TOKEN='${session.token}'`,
            `export AWS_CREDENTIAL_EXPIRATION=${new Date(session.expires).toISOString()}`,
          ]),
    ],
  };
}
