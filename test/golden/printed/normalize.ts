import type { LabAccount } from '../../../scenarios/finished-lab/lab-account.ts';
import { root } from '../../kit/root.ts';

/** A text that varies from run to run, and the word that replaces it. */
export type Replacement = readonly [text: string, word: string];

interface Rule {
  pattern: RegExp;
  word: string;
  /** Different texts get different numbers, so that a fixture shows which of them are equal. */
  isNumbered?: true;
}

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g;

// A rule is as narrow as what it replaces: an identifier, a time, a port. None replaces a key or a sentence. Line
// breaks stay where they are, so wrapped text keeps its shape.
const rules: Rule[] = [
  { pattern: /(?<=127\.0\.0\.1:)\d+/g, word: 'port' },
  { pattern: /\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, word: 'time' },
  { pattern: /\b20\d\d-\d\d-\d\d(?=\s+\d\d:\d\d(:\d\d)?\s+UTC\b)/g, word: 'day' },
  { pattern: /\b\d\d:\d\d:\d\d(?=\s+UTC\b)/g, word: 'second' },
  { pattern: /\b\d\d:\d\d(?=\s+UTC\b)/g, word: 'minute' },
  { pattern: /(?<=\bsince )20\d\d-\d\d-\d\d(?=\))/g, word: 'day' },
  { pattern: /(?<=X-Amz-Date=)20\d{6}T\d{6}Z/g, word: 'time' },
  { pattern: /(?<=(\/|%2F))20\d{6}(?=(\/|%2F)[a-z0-9-]+(\/|%2F)s3(\/|%2F)aws4_request)/g, word: 'day' },
  { pattern: /(?<=X-Amz-Signature=)[0-9a-f]{64}/g, word: 'signature', isNumbered: true },
  { pattern: /(?<="createdAt": )\d{13}\b/g, word: 'milliseconds' },
  { pattern: /(?<=\()\d+ (s|min)(?=\))/g, word: 'duration' },
  { pattern: /(?<=\bexecution\s+)[0-9a-f]{8}\b/g, word: 'execution', isNumbered: true },
  { pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, word: 'access-key', isNumbered: true },
  { pattern: /\b(AROA|AIDA)[A-Z0-9]{17}\b/g, word: 'principal', isNumbered: true },
  { pattern: /(?<=\/SourceArti\/)[A-Za-z0-9]{7}\b/g, word: 'artifact', isNumbered: true },
  {
    pattern: /(?<=(\bversion\s+|VersionId": ?"))[A-Za-z0-9._]{32}(?![A-Za-z0-9._])/g,
    word: 'version',
    isNumbered: true,
  },
  {
    pattern: /(?<=(digest\\?"?: ?\\?"|Digest of this plan: |--confirm ))[0-9a-f]{16}\b/g,
    word: 'digest',
    isNumbered: true,
  },
  { pattern: /(?<="fingerprint": ")[0-9a-f]{16}\b/g, word: 'fingerprint', isNumbered: true },
];

/** Replaces what varies in the kit's output. The same text gets the same word in all texts of one normalizer. */
export function normalizer(replacements: readonly Replacement[] = []): (text: string) => string {
  const numbers = new Map<string, string>();
  const counts = new Map<string, number>();
  const numbered = (word: string, text: string): string => {
    const known = numbers.get(`${word} ${text}`);
    if (known !== undefined) return known;
    const count = (counts.get(word) ?? 0) + 1;
    counts.set(word, count);
    const named = `<${word} ${count}>`;
    numbers.set(`${word} ${text}`, named);
    return named;
  };
  const all = [...replacements, [root, '<kit>'] as const].sort(([a], [b]) => b.length - a.length);
  return (given) => {
    const replaced = all.reduce((text, [what, word]) => text.replaceAll(what, word), given);
    const whole = replaced.replace(uuid, (found) => numbered('uuid', found));
    // The output also names an execution by the beginning of its id.
    const short = [...numbers].reduce((text, [key, word]) => {
      const [kind, id = ''] = key.split(' ');
      return kind === 'uuid' ? text.replaceAll(id.slice(0, 8), word.replace('>', ' in 8>')) : text;
    }, whole);
    return rules.reduce(
      (text, { pattern, word, isNumbered }) =>
        text.replace(pattern, (found) => (isNumbered ? numbered(word, found) : `<${word}>`)),
      short,
    );
  };
}

/** What varies in a built lab: its folders, its commits (full and short ids) and its token. */
export async function replacementsOf(lab: LabAccount): Promise<Replacement[]> {
  const commits = (await lab.git('rev-list', '--reverse', 'HEAD')).split('\n');
  return [
    [lab.env.HOME ?? '', '<home>'],
    [lab.practice.exports.LAB_PRACTICE_TOKEN ?? '', '<token>'],
    ...commits.flatMap((commit, at): Replacement[] => [
      [commit, `<commit ${at + 1}>`],
      [commit.slice(0, 12), `<commit ${at + 1} in 12>`],
      [commit.slice(0, 8), `<commit ${at + 1} in 8>`],
      [commit.slice(0, 7), `<commit ${at + 1} in 7>`],
    ]),
  ];
}
