import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { answerProof, isProof, requestProof } from '../../lab-home/companion-proof.ts';
import type { Rejection } from './guard.ts';

/** 256 random bits, as text for a URL's fragment or a header. */
const newSecret = () => randomBytes(32).toString('base64url');

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/** A bounded list of secrets, of which only the hashes are kept. The newest replaces the oldest. */
class SecretList {
  private hashes: Buffer[] = [];
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  create(): string {
    const secret = newSecret();
    this.hashes = [...this.hashes, hashOf(secret)].slice(-this.limit);
    return secret;
  }

  /** Whether the list has the secret. Compares it with every entry, so that the duration reveals nothing. */
  has(secret: string): boolean {
    const hash = hashOf(secret);
    return this.hashes.filter((each) => timingSafeEqual(each, hash)).length > 0;
  }

  remove(secret: string): void {
    const hash = hashOf(secret);
    this.hashes = this.hashes.filter((each) => !timingSafeEqual(each, hash));
  }

  /** Makes the secret the newest. */
  renew(secret: string): void {
    this.remove(secret);
    this.hashes.push(hashOf(secret));
  }
}

/** The most tabs that have access at the same time. */
const maxSessions = 64;

/** The most secrets that wait for their use, for each host name under which the companion can be opened. */
const maxSecretsPerHost = 16;

/** After this many wrong secrets or keys in a minute, the reply to another wrong one is 429. */
const maxWrongPerMinute = 30;

const minuteMs = 60_000;

/**
 * Who may use one run of the companion. A printed address contains a secret that works once. A page exchanges it for the
 * token of a session, which every API request must carry. `lab open` creates new addresses with the run's key.
 */
export class Access {
  /** Only a file that its owner alone can read contains the key. */
  readonly key = newSecret();
  private readonly secrets: SecretList;
  private readonly sessions = new SecretList(maxSessions);
  private wrong = { since: 0, count: 0 };

  /** `hostCount` is the number of host names for which secrets are created together. */
  constructor(hostCount: number) {
    this.secrets = new SecretList(maxSecretsPerHost * hostCount);
  }

  /** A secret that can be exchanged once. */
  createSecret(): string {
    return this.secrets.create();
  }

  /** Exchanges a secret for the token of a new session. */
  signIn(secret: unknown): { token: string } | Rejection {
    if (typeof secret !== 'string' || !this.secrets.has(secret))
      return this.rejectWrong({
        status: 401,
        message:
          'This address was used before, is incomplete, or belongs to an earlier run of the companion. For a new one, type in a terminal: npx lab open',
      });
    this.secrets.remove(secret);
    return { token: this.sessions.create() };
  }

  /** Rejects a request without the token of a session. */
  rejectWithoutToken(token: string | string[] | undefined): Rejection | undefined {
    if (typeof token !== 'string' || !this.sessions.has(token))
      return {
        status: 401,
        message:
          'This tab has no access to the companion. For a new address, type in a terminal: npx lab open',
      };
    this.sessions.renew(token);
    return undefined;
  }

  /**
   * Answers `lab open`, which proves that it has this run's key, with new addresses and the proof that they are from this
   * run. `nonce` is its own random text.
   */
  grantAddresses(
    { nonce, proof }: { readonly nonce?: unknown; readonly proof?: unknown },
    newAddresses: () => string[],
  ): { addresses: string[]; proof: string } | Rejection {
    if (typeof nonce !== 'string' || !isProof(proof, requestProof(this.key, nonce)))
      return this.rejectWrong({
        status: 401,
        message: 'The request has no proof of the key of this run of the companion.',
      });
    const addresses = newAddresses();
    return { addresses, proof: answerProof(this.key, nonce, addresses) };
  }

  /** Counts wrong secrets. The right one is accepted at any time, so that the owner cannot be locked out. */
  private rejectWrong(rejection: Rejection): Rejection {
    const now = Date.now();
    if (now - this.wrong.since > minuteMs) this.wrong = { since: now, count: 0 };
    this.wrong.count += 1;
    if (this.wrong.count <= maxWrongPerMinute) return rejection;
    return {
      status: 429,
      message: 'Too many wrong secrets. Wait a minute, then type in a terminal: npx lab open',
    };
  }
}
