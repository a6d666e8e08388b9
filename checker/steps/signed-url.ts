/** The parts of a presigned URL. They are untrusted, and parsing makes no request. */
export interface SignedUrl {
  /** SigV4, or the old query signing that CLI v1 still uses in some regions. */
  signing: 'v4' | 'v2';
  accessKeyId: string;
  /** Milliseconds since the epoch; undefined if the URL contains no valid time. */
  expires: number | undefined;
  /** Whether it contains a session token: the URL then expires with the session. */
  hasToken: boolean;
  /** Host and decoded path: they contain the bucket and the key. */
  host: string;
  path: string;
}

/** `20260301T140509Z` */
function basicDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** Undefined for a time that a `Date` cannot represent. */
const validTime = (time: number) => (Math.abs(time) <= 8.64e15 ? time : undefined);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Parses a presigned URL. Returns undefined if the text is no URL, `unsigned` if it has no complete signature. */
export function parseSignedUrl(text: string): SignedUrl | 'unsigned' | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  // Signers differ in the case of the parameters' names, which has no meaning.
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const location = { host: url.host, path: decoded(url.pathname) };
  const credential = query.get('x-amz-credential');
  if (credential !== undefined && query.has('x-amz-signature')) {
    const signed = basicDate(query.get('x-amz-date') ?? '');
    return {
      ...location,
      signing: 'v4',
      accessKeyId: credential.split('/')[0] ?? '',
      expires: validTime(signed + Number(query.get('x-amz-expires') ?? Number.NaN) * 1000),
      hasToken: query.has('x-amz-security-token'),
    };
  }
  const accessKeyId = query.get('awsaccesskeyid');
  if (accessKeyId !== undefined && query.has('signature')) {
    return {
      ...location,
      signing: 'v2',
      accessKeyId,
      expires: validTime(Number(query.get('expires') ?? Number.NaN) * 1000),
      hasToken: query.has('x-amz-security-token'),
    };
  }
  return 'unsigned';
}

/** Whether the URL is that of this object, in path style or virtual-hosted style. */
export function pointsTo(
  { host, path }: Pick<SignedUrl, 'host' | 'path'>,
  bucket: string,
  key: string,
): boolean {
  return path === `/${bucket}/${key}` || (host.startsWith(`${bucket}.`) && path === `/${key}`);
}
