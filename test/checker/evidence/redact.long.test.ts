import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidenceText, type RecordedRun } from '../../../checker/evidence/document.ts';
import { makeRedactor } from '../../../checker/evidence/redact.ts';
import { steps } from '../../../checker/steps/index.ts';
import { runCheck } from '../../../lab-home/run-check.ts';
import { finishedLab } from '../../../scenarios/finished-lab/finished-lab.ts';

let built: Awaited<ReturnType<typeof finishedLab>>;
let recorded: RecordedRun;
let ownSecret: string;
beforeAll(async () => {
  built = await finishedLab();
  const lab = await built.open();
  const url = `${lab.practice.endpoint}/${lab.names.deployBucket}/index.html?X-Amz-Signature=${'0'.repeat(64)}`;
  const { evidenceInput: noted } = await runCheck({
    values: {},
    steps,
    env: lab.env,
    url,
    recordEvidence: true,
  });
  if (noted === undefined) throw new Error('nothing was noted');
  recorded = noted.recorded;
  ownSecret = lab.env.AWS_SECRET_ACCESS_KEY ?? '';
});
afterAll(() => built.close());

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Random text that is the same for the same number. */
function made(number: number, length: number): string {
  let state = (number * 2654435761 + 12345) >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return letters[(state >>> 8) % letters.length];
  }).join('');
}

/** The forms in which text contains a secret: the text, and the part that must not be found again. */
const plants: Record<string, (number: number) => { text: string; secret: string }> = {
  'an access key': (n) => {
    const secret = `AKIA${made(n, 16).toUpperCase()}`;
    return { text: secret, secret };
  },
  'a session key in a sentence': (n) => {
    const secret = `ASIA${made(n, 16).toUpperCase()}`;
    return { text: `signed with ${secret}, refused`, secret };
  },
  'a secret key': (n) => {
    const secret = `${made(n, 19)}/aZ+${made(n + 1, 17)}`;
    return { text: `key ${secret}`, secret };
  },
  'a session token': (n) => {
    const secret = `IQoJb3JpZ2lu${made(n, 200)}`;
    return { text: secret, secret };
  },
  'a GitHub token': (n) => {
    const secret = `ghp_${made(n, 36)}`;
    return { text: `remote: ${secret}`, secret };
  },
  'a fine-grained GitHub token': (n) => {
    const secret = `github_pat_${made(n, 22)}_${made(n + 1, 59)}`;
    return { text: secret, secret };
  },
  'credentials in an address': (n) => {
    const secret = made(n, 20);
    return { text: `https://learner:${secret}@git.example.com/octocat/lab.git`, secret };
  },
  'a presigned address': (n) => {
    const secret = `${made(n, 20).toLowerCase()}0123456789abcdef`;
    return { text: `https://b.s3.amazonaws.com/index.html?X-Amz-Signature=${secret}&x=1`, secret };
  },
  'a signed header': (n) => {
    const secret = made(n, 64).toLowerCase();
    return {
      text: `AWS4-HMAC-SHA256 Credential=x/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${secret}`,
      secret,
    };
  },
  'a bearer token': (n) => {
    const secret = made(n, 40);
    return { text: `Authorization: Bearer ${secret}`, secret };
  },
  'JSON in a text': (n) => {
    const secret = made(n, 24);
    return { text: `{"OAuthToken": "${secret}", "Branch": "main"}`, secret };
  },
  'percent-encoded JSON': (n) => {
    const secret = made(n, 24);
    return { text: encodeURIComponent(`{"password": "${secret}"}`), secret };
  },
  'an assignment': (n) => {
    const secret = made(n, 24);
    return { text: `export AWS_SECRET_ACCESS_KEY='${secret}'`, secret };
  },
  'a private key': (n) => {
    const secret = made(n, 64);
    return { text: `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----`, secret };
  },
  'a JSON Web Token': (n) => {
    const secret = `eyJ${made(n, 20)}.eyJ${made(n + 1, 60)}.${made(n + 2, 43)}`;
    return { text: `id ${secret}`, secret };
  },
  'a webhook of Slack': (n) => {
    const secret = made(n, 24);
    return { text: `https://hooks.slack.com/services/T000/B000/${secret}`, secret };
  },
  'environment variables of an action': (n) => {
    const secret = made(n, 12);
    return { text: JSON.stringify([{ name: 'DB_PASSWORD', value: secret, type: 'PLAINTEXT' }]), secret };
  },
  XML: (n) => {
    const secret = made(n, 24);
    return { text: `<SecretAccessKey>${secret}</SecretAccessKey>`, secret };
  },
};

const isZip = (bytes: Uint8Array) => new TextDecoder().decode(bytes.subarray(0, 2)) === 'PK';

/**
 * The same value with every string replaced, also keys of objects where they are an account's own words. Evidence
 * contains no text of a zip: what is planted there is not removed, and must be missing all the same.
 */
function replaced(value: unknown, plant: (text: string, within?: 'zip') => string): unknown {
  if (typeof value === 'string') return plant(value);
  if (value instanceof Uint8Array)
    return new TextEncoder().encode(plant(new TextDecoder().decode(value), isZip(value) ? 'zip' : undefined));
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, plant));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, plant)]));
}

describe('evidence', () => {
  it('of a real run has enough fields for a secret to hide in', () => {
    expect(recorded.answers.length).toBeGreaterThan(20);
    expect(recorded.url).toContain('X-Amz-Signature');
  });

  it.each(Object.keys(plants))('contains %s in none of its fields', (kind) => {
    const secrets: string[] = [];
    let inZips = 0;
    const planted = replaced(recorded, (text, within) => {
      if (within === 'zip') inZips++;
      const plant = plants[kind]?.(secrets.length * 7 + 1);
      if (plant === undefined) throw new Error(kind);
      secrets.push(plant.secret);
      return `${text} ${plant.text}`;
    }) as RecordedRun;
    const { text, removed } = evidenceText(planted, '0.1.0');
    expect(secrets.length).toBeGreaterThan(200);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    // The artifacts of two executions.
    expect(inZips).toBe(2);
    expect(Object.values(removed).reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(
      new Set(secrets).size - inZips,
    );
  });

  it('contains no value that this machine knows to be secret, whatever its form', () => {
    const secret = 'correct horse battery staple';
    const planted = replaced(recorded, (text) => `${text} (${secret}) ${encodeURIComponent(secret)}`);
    const { text } = evidenceText(planted as RecordedRun, '0.1.0', [secret]);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
  });

  it('of a real run contains neither the keys in use nor the signature of the given URL', () => {
    const { text } = evidenceText(recorded, '0.1.0', [ownSecret]);
    expect(ownSecret.length).toBeGreaterThan(30);
    for (const secret of [ownSecret, '0'.repeat(64)]) expect(text).not.toContain(secret);
  });
});

describe('a redacted value', () => {
  it('becomes the same placeholder everywhere, which names its kind', () => {
    const { value, removed } = makeRedactor();
    const key = `AKIA${made(3, 16).toUpperCase()}`;
    expect(value({ a: key, b: `again ${key}`, token: 'hush' })).toEqual({
      a: 'REMOVED-access-key-1',
      b: 'again REMOVED-access-key-1',
      token: 'REMOVED-token-1',
    });
    expect(removed()).toEqual({ 'access-key': 1, token: 1 });
  });

  it.each([
    [{ variables: [{ name: 'DB_PASSWORD', defaultValue: 'hush' }] }],
    [{ variables: [{ name: 'stripeSecretKey', resolvedValue: 'hush' }] }],
    [{ configuration: { OAuthToken: 'hush', Branch: 'main' } }],
    [{ authenticationConfiguration: { SecretToken: 'hush' } }],
    [{ environmentVariables: [{ name: 'GITHUB_PAT', value: 'hush' }] }],
    [{ Tags: [{ Key: 'team/api-key', Value: 'hush' }] }],
    [{ UserParameters: '{"dbPassword":"hush"}' }],
  ])('is recognized by the name beside it: %j', (value) => {
    expect(JSON.stringify(makeRedactor().value(value))).not.toContain('hush');
  });

  it('is no token of a page or a request, and not why credentials are unusable', () => {
    const kept = {
      nextToken: 'a',
      NextContinuationToken: 'b',
      ContinuationToken: 'c',
      clientRequestToken: 'd',
      credentials: 'expired',
    };
    expect(makeRedactor().value(kept)).toEqual(kept);
  });

  it('is only the secret: ARNs, commits, hashes, pagination tokens and approval texts stay', () => {
    const kept = {
      arn: 'arn:aws:codeconnections:us-east-1:123456789012:connection/0a1B2c3d-4e5f-6789-abcd-ef0123456789',
      role: 'arn:aws:iam::123456789012:role/service-role/AWSCodePipelineServiceRole-us-east-1-codepipeline',
      commit: '2029518b8e7c0f1a2b3c4d5e6f708192a3b4c5d6',
      sha256: '8d32e1c720634ef18d32e1c720634ef18d32e1c720634ef18d32e1c720634ef1',
      key: 'codepipeline-s3-depl/SourceArti/IadOutK',
      summary: 'I have read the commit, and the token is not in it',
      version: 'TmZpcc_jso2LZBXpEdhz9cLPDJH5Yj7J',
    };
    expect(makeRedactor().value(kept)).toEqual(kept);
  });
});
