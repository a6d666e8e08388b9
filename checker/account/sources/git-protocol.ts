import { requestHttp } from './http.ts';

/** A repository's smart HTTP endpoint. Credentials go into a header, not into the URL. */
interface GitEndpoint {
  url: string;
  headers: Record<string, string>;
}

/** The answer is not that of a git host with this protocol. The caller falls back to the git command. */
export class GitProtocolError extends Error {}

/** The host reports to an authenticated caller that the repository does not exist. */
export class RepositoryNotFound extends Error {}

/** The most bytes that are read of an answer; the lab's repositories have a few KiB. */
const maxResponseBytes = 16 * 1024 * 1024;

/** Milliseconds within which the whole answer must arrive. */
const responseTimeoutMs = 5_000;

const flush = '0000';
const delimiter = '0001';

/** A line of git's protocol (gitprotocol-common). Its length comes first: four hex digits, which it includes. */
const pktLine = (text: string) => (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;

function endpointOf(address: string): GitEndpoint {
  const url = new URL(address);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const pair = [username, password].map(decodeURIComponent).join(':');
  const authorization =
    pair === ':' ? {} : { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
  return {
    url: `${url.href}/git-upload-pack`,
    headers: {
      'content-type': 'application/x-git-upload-pack-request',
      accept: 'application/x-git-upload-pack-result',
      'git-protocol': 'version=2',
      // Hosts distinguish git from a browser by the beginning of the user agent.
      'user-agent': 'git/codepipeline-lab',
      ...authorization,
    },
  };
}

/** Sends one command of protocol version 2 (gitprotocol-v2), which needs no earlier request. */
async function sendCommand(address: string, body: string, signal: AbortSignal | undefined): Promise<Buffer> {
  const { url, headers } = endpointOf(address);
  const response = await requestHttp(url, {
    method: 'POST',
    headers,
    body,
    signal,
    timeoutMs: responseTimeoutMs,
    maxBytes: maxResponseBytes,
  });
  const { status, complete, body: bytes } = response;
  const type = response.headers['content-type'];
  if (!complete) throw new GitProtocolError('the answer is longer than what is read of it');
  if (status === 200 && type === 'application/x-git-upload-pack-result') return bytes;
  // Without credentials, a private repository can return 404 too. The git command has its own ways to find some.
  if (status === 404 && 'authorization' in headers) throw new RepositoryNotFound();
  throw new GitProtocolError(`HTTP ${status}, ${type}`);
}

/** Yields the lines of an answer; a flush or a delimiter is an empty line. */
function* pktLines(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length) || length === 3 || at + length > bytes.length)
      throw new GitProtocolError('the answer is no packet lines');
    yield bytes.subarray(at + 4, at + Math.max(4, length));
    at += Math.max(4, length);
  }
}

/** The branches of a repository: name → commit. Throws GitProtocolError, RepositoryNotFound or a network error. */
export async function lsRefs(address: string, signal?: AbortSignal): Promise<Record<string, string>> {
  const body = [pktLine('command=ls-refs\n'), delimiter, pktLine('ref-prefix refs/heads/\n'), flush].join('');
  const branches: Record<string, string> = {};
  for (const line of pktLines(await sendCommand(address, body, signal))) {
    if (line.length === 0) continue;
    const found = /^([0-9a-f]{40}) refs\/heads\/([^\n\0 ]+)\n?$/.exec(line.toString('utf8'));
    if (found === null) throw new GitProtocolError('a line that is no branch');
    branches[found[2] ?? ''] = found[1] ?? '';
  }
  return branches;
}

/** The pack with one commit and its files, without its history. Throws like `lsRefs`. */
export async function fetchPack(address: string, commit: string, signal?: AbortSignal): Promise<Buffer> {
  const body = [
    pktLine('command=fetch\n'),
    delimiter,
    ...['no-progress\n', 'ofs-delta\n', `want ${commit}\n`, 'deepen 1\n', 'done\n'].map(pktLine),
    flush,
  ].join('');
  const parts: Buffer[] = [];
  let inPack = false;
  for (const line of pktLines(await sendCommand(address, body, signal))) {
    if (line.length === 0) continue;
    if (!inPack) inPack = line.toString('latin1') === 'packfile\n';
    else if (line[0] === 1) parts.push(line.subarray(1));
    // Band 2 is progress text; band 3 is an error message.
    else if (line[0] !== 2) throw new GitProtocolError(line.subarray(1).toString('utf8'));
  }
  return Buffer.concat(parts);
}
