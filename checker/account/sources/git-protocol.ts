import { requestHttp } from './http.ts';

/** A repository's smart HTTP address, and who asks: credentials go into a header, not into the address. */
interface GitEndpoint {
  url: string;
  headers: Record<string, string>;
}

/** What was answered is not what a git host of this protocol answers: somebody else has to ask. */
export class GitProtocolError extends Error {}

/** The host has no such repository, and says so to somebody who has told it who they are. */
export class RepositoryNotFound extends Error {}

/** Of an answer this much is read at most: the lab's repositories have some KiB. */
const maxResponseBytes = 16 * 1024 * 1024;

/** Milliseconds until the whole answer must be there. */
const responseTimeoutMs = 5_000;

const flush = '0000';
const delimiter = '0001';

/** One line of git's protocol (gitprotocol-common): its length in four hex digits, itself included, in front. */
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
      // Hosts tell git from a browser by how the agent's name begins.
      'user-agent': 'git/codepipeline-lab',
      ...authorization,
    },
  };
}

/** Asks one command of protocol version 2 (gitprotocol-v2), which needs no conversation before. */
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
  // To a stranger a private repository may look as if it were not there; git has its own ways to say who asks.
  if (status === 404 && 'authorization' in headers) throw new RepositoryNotFound();
  throw new GitProtocolError(`HTTP ${status}, ${type}`);
}

/** The lines of an answer; a flush or a delimiter is an empty one. */
function* pktLines(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 4), 16);
    if (Number.isNaN(length) || length === 3 || at + length > bytes.length)
      throw new GitProtocolError('the answer is no packet lines');
    yield bytes.subarray(at + 4, at + Math.max(4, length));
    at += Math.max(4, length);
  }
}

/** The branches of a repository: name → commit. Throws NotUnderstood, or whatever the network says. */
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

/** The pack with one commit and its files, without what came before it. */
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
    // Band 2 is for people; band 3 is an error's words.
    else if (line[0] !== 2) throw new GitProtocolError(line.subarray(1).toString('utf8'));
  }
  return Buffer.concat(parts);
}
