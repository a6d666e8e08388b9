/** A presigned URL taken apart; nothing of it is trusted, and nothing asked. */
export interface SignedUrl {
  /** With a signature of which kind: SigV4, or the old query signing that CLI v1 still uses in some regions. */
  signing: 'v4' | 'v2';
  accessKeyId: string;
  /** Milliseconds since the epoch; undefined when the URL does not say it in a form that can be read. */
  expires: number | undefined;
  /** A session's token is in it: the URL ends with the session. */
  hasToken: boolean;
  /** Host and path, decoded, to find bucket and key in. */
  host: string;
  path: string;
}

/** `20260301T140509Z` */
function basicDate(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** A time that no calendar holds is none. */
const validTime = (time: number) => (Math.abs(time) <= 8.64e15 ? time : undefined);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Undefined: not an address at all. `unsigned`: an address without a whole signature. */
export function parseSignedUrl(text: string): SignedUrl | 'unsigned' | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  // Query names differ in case between signers; the parameters' own casing carries no meaning.
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

/** Whether the address is that of this object, in either style. */
export function pointsTo(
  { host, path }: Pick<SignedUrl, 'host' | 'path'>,
  bucket: string,
  key: string,
): boolean {
  return path === `/${bucket}/${key}` || (host.startsWith(`${bucket}.`) && path === `/${key}`);
}
