type Fields = Readonly<Record<string, unknown>>;

/** What differs between two runs of the same operations, wherever it occurs in a text. */
const inTexts: [RegExp, string][] = [
  [/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:<port>'],
  [/(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])/g, '<uuid>'],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z/g, '<time>'],
  [/\b(AKIA|ASIA)PRACTICE[A-Z0-9]{8}\b/g, '$1<key>'],
  [/\b(AIDA|AROA)[A-Z0-9]{17}\b/g, '$1<id>'],
  [/\b[0-9a-f]{40}\b/g, '<commit>'],
  [/\b[0-9a-f]{32}\b/g, '<md5>'],
  [/\b1\d{12}\b/g, '<milliseconds>'],
  [/\bcHJhY3RpY2Ut[A-Za-z0-9+/=]+/g, '<extended request id>'],
  [/\/SourceArti\/[A-Za-z0-9]{7}\b/g, '/SourceArti/<artifact>'],
];

/** What differs and is recognizable only by its member name. */
const members: Readonly<Record<string, RegExp>> = {
  secretAccessKey: /^[A-Za-z0-9+/_-]{40}$/,
  gitPassword: /^[A-Za-z0-9_-]{20}$/,
  token: /^IQoJb3JpZ2lu[A-Za-z0-9+/=]+$/,
  installation: /^\d{8}$/,
  versionId: /^[A-Za-z0-9._-]{32}$/,
  VersionId: /^[A-Za-z0-9._-]{32}$/,
  digest: /^[0-9a-f]{16}$/,
  fingerprint: /^[0-9a-f]{16}$/,
  // What an adoption covers, where it is a fingerprint.
  contents: /^[0-9a-f]{16}$/,
  kitVersion: /^\d+\.\d+\.\d+$/,
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A zip contains the time of its commit, and its size depends on the machine's zlib. */
const isZip = (of: Fields) =>
  of.ContentType === 'application/zip' ||
  (isFields(of.headers) && of.headers.ContentType === 'application/zip');

const ofZip = ['size', 'ContentLength', 'ChecksumCRC64NVME', 'Body'];

function member(key: string, value: unknown, of: Fields): unknown {
  if (typeof value === 'string' && members[key]?.test(value)) return `<${key}>`;
  if (isZip(of) && key === 'checksum' && isFields(value)) return { ...value, value: '<checksum>' };
  if (isZip(of) && ofZip.includes(key)) return `<${key} of a zip>`;
  if (of.kind === 'artifact-bucket' && key === 'contents' && isFields(value))
    return { ...(normalized(value) as Fields), bytes: '<bytes of zips>' };
  // The difference between the clocks.
  if (key === 'fact' && of.service === 'clock') return { state: 'known', value: '<milliseconds>' };
  return normalized(value);
}

/** A stored document without what differs between two runs. Every member and every word stays. */
export function normalized(value: unknown): unknown {
  if (typeof value === 'number') return value > 1e12 ? '<milliseconds>' : value;
  if (typeof value === 'string')
    return inTexts.reduce((text, [pattern, placeholder]) => text.replace(pattern, placeholder), value);
  if (Array.isArray(value)) return value.map(normalized);
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [normalized(key), member(key, one, value)]),
  );
}

/** Evidence. The answers about the versions of one object are in the order of their random ids. */
export function normalizedEvidence(text: string): object {
  const evidence = normalized(JSON.parse(text)) as { answers: unknown[] };
  return {
    ...evidence,
    answers: evidence.answers.map((one) => JSON.stringify(one)).sort(),
    sha256: '<sha256>',
  };
}

/** A journal's lines. Parallel deletes are written in any order. */
export function normalizedJournal(text: string): unknown[] {
  const lines = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => normalized(JSON.parse(line)));
  const ofOneObject = (line: unknown) => isFields(line) && 'kind' in line;
  const sorted = lines.filter(ofOneObject).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return [...lines.map((line) => (ofOneObject(line) ? 'one of those below' : line)), sorted];
}

/** The records of a practice account's log by table and key, without its version. Throws on a line in another form. */
export function rowsOf(log: string): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const line of log.split('\n').filter((one) => one !== '')) {
    const { b, ...change } = JSON.parse(line) as Fields;
    const changes = Array.isArray(b) ? (b as Fields[]) : [change];
    for (const { c, k, v, ...more } of changes) {
      if (typeof c !== 'string' || typeof k !== 'string' || Object.keys(more).length > 0)
        throw new Error(`not a line of this log: ${line}`);
      if (v === undefined) rows.delete(`${c} ${k}`);
      else rows.set(`${c} ${k}`, v);
    }
  }
  rows.delete('format log');
  return rows;
}

/** The same records without what differs between two accounts with the same operations. */
export function normalizedRows(log: string): string[] {
  return [...rowsOf(log)]
    .map(([key, row]) => {
      const own = key.startsWith('codeconnections/installations ') ? /\d{8}$/ : /$^/;
      const known = isFields(row) && own.test(key) ? { ...row, id: '<installation>' } : row;
      return `${normalized(key.replace(own, '<installation>'))} ${JSON.stringify(normalized(known))}`;
    })
    .sort();
}
