/** A pattern that finds one kind of secret in a text. */
export interface SecretPattern {
  kind: string;
  /** Has the `g` flag. The match is the secret, or its group `secret` if the pattern has one. */
  pattern: RegExp;
}

// Names whose values are secrets: in an object, a query, a header, an XML element or a setting.
const secretNames = [
  'token',
  'oauth-?token',
  'secret-?token',
  'access-?token',
  'refresh-?token',
  'id-?token',
  'auth-?token',
  'personal-?token',
  'github-?token',
  'gh-?token',
  'webhook-?secret',
  'client-?secret',
  'secret',
  'secret-?(?:access-?)?key',
  'session-?token',
  'security-?token',
  'pass(?:word|wd|phrase)',
  'private-?key',
  'api-?key',
  'access-?key-?id',
  'authorization',
  'proxy-?authorization',
  'cookie',
  'set-?cookie',
  'signature',
  'signature-?provided',
  'string-?to-?sign(?:-?bytes)?',
  'canonical-?request(?:-?bytes)?',
  'credential',
];
const name = `(?:x-?amz-?|aws-?|lab-?practice-?|x-?lab-?)?(?:${secretNames.join('|')})`.replaceAll(
  '-?',
  '[-_.]?',
);
const wholeName = new RegExp(`^${name}$`, 'i');

/** Names that users give, of which the last words tell what the value is: `DB_PASSWORD`, `stripeSecretKey`. */
const lastWords = new RegExp(`[-_.:/ ](?:${name}|credentials|pat)$`, 'i');

/** Tokens of AWS that identify a page or a request, and are no secrets. */
const requestToken = /^(?:next|continuation|nextcontinuation|clientrequest|client)[-_.]?token$/i;

/** `stripeSecretKey` as `stripe-Secret-Key`. */
const hyphenated = (text: string) => text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-');

/** Whether a value under this name is a secret: `token`, `OAuthToken`, `X-Amz-Signature`, `DB_PASSWORD`. */
export const isSecretName = (text: string) =>
  !requestToken.test(text) && (wholeName.test(text) || lastWords.test(hyphenated(text)));

const notWithinWord = '(?<![A-Za-z0-9])';
const assignment = '\\\\*["\']?\\s*[:=]\\s*';

/** Applied in this order: the longest and most certain patterns come first. */
export const secretPatterns: readonly SecretPattern[] = [
  {
    kind: 'private-key',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  },
  { kind: 'authorization', pattern: /AWS4-HMAC-SHA256\s+Credential=[^\n\r<"]+/g },
  { kind: 'authorization', pattern: /(?<=\b(?:Bearer|Basic)\s+)[A-Za-z0-9._~+/-]{8,}=*/g },
  {
    kind: 'authorization',
    pattern: /(?<=\bauthorization\\?["']?\s*[:=]\s*\\?["']?)[^\s"'<>&\\][^\n\r"'<>&\\]*/gi,
  },
  // user:password@ before a host; a user without a password can be a token.
  { kind: 'url-credentials', pattern: /(?<=:\/\/)[^/@\s"'<>?#\\]+(?=@)/g },
  { kind: 'github-token', pattern: /(?<![A-Za-z0-9])(?:gh[a-z]_[A-Za-z0-9]{16,}|github_pat_\w{16,})/g },
  {
    kind: 'token',
    pattern:
      /(?<![A-Za-z0-9])(?:glpat-[\w-]{16,}|xox[a-z]-[\w-]{10,}|npm_[A-Za-z0-9]{30,}|[sr]k_(?:live|test)_\w{10,}|whsec_\w{16,}|AIza[\w-]{35})/g,
  },
  // A JSON Web Token: its header and its claims are JSON objects in base64url.
  { kind: 'token', pattern: /(?<![A-Za-z0-9])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  // The path is the secret of an incoming webhook.
  { kind: 'webhook', pattern: /(?<=\bhooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/g },
  {
    kind: 'session-token',
    pattern:
      /(?<![A-Za-z0-9])(?:FwoGZXIvYXdz|FQoGZXIvYXdz|IQoJb3JpZ2lu|AQoDYXdz|AQoEXAMPLE)[A-Za-z0-9/+=%]*/g,
  },
  { kind: 'access-key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}(?![A-Za-z0-9])/g },
  {
    kind: 'value',
    pattern: new RegExp(`${notWithinWord}${name}${assignment}\\\\*"(?<secret>[^"\\\\]+)`, 'gi'),
  },
  { kind: 'value', pattern: new RegExp(`${notWithinWord}${name}${assignment}'(?<secret>[^']+)`, 'gi') },
  {
    kind: 'value',
    pattern: new RegExp(`${notWithinWord}${name}${assignment}(?<secret>[^\\s&"'<>,;\\\\]+)`, 'gi'),
  },
  // A list of variables as JSON that is a part of a text.
  {
    kind: 'value',
    pattern: new RegExp(
      `"name\\\\*"\\s*:\\s*\\\\*"(?:[\\w./:-]{0,100}[-_.:/])?${name}\\\\*"\\s*,\\s*\\\\*"value\\\\*"\\s*:\\s*\\\\*"(?<secret>[^"\\\\]+)`,
      'gi',
    ),
  },
  { kind: 'value', pattern: new RegExp(`<${name}>(?<secret>[^<]+)<`, 'gi') },
  // 40 base64 characters in mixed case. A commit's ID has 40 hex digits, and a path in an ARN is no key.
  {
    kind: 'secret-key',
    pattern:
      /(?<![A-Za-z0-9/+])(?=[A-Z0-9/+]{0,39}[a-z])(?=[a-z0-9/+]{0,39}[A-Z])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])(?<!arn:[^\s"']{0,200})/g,
  },
];
