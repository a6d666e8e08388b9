import { request as httpRequest } from 'node:http';

/** One request and its answer, as text: method, path, body, status, body. JSON is indented. */
export interface Exchange {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text.trimEnd();
  }
}

/** A response with events has one JSON value per event. */
const readable = (text: string): string =>
  text.startsWith('event: ')
    ? text.replace(/^data: (.*)$/gm, (_, data: string) => `data: ${indented(data)}`).trimEnd()
    : indented(text);

/** Sends a request and resolves to its response. `ends` ends a response that would continue: a live board's. */
export function send(
  address: string,
  { method, path, body, headers = {} }: Exchange,
  ends?: (text: string) => boolean,
): Promise<{ status: number; type: string; text: string }> {
  const { hostname, port } = new URL(address);
  const sentBody = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const length = { 'content-length': String(Buffer.byteLength(sentBody)) };
  const all = { ...headers, ...(sentBody === '' ? {} : length) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, method, headers: all, agent: false }, (answer) => {
      let text = '';
      const end = () =>
        resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', text });
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (ends?.(text)) {
          end();
          sent.destroy();
        }
      });
      answer.on('end', end);
    });
    sent.on('error', reject);
    sent.end(sentBody);
  });
}

/** The request and its response as a fixture has them. */
export async function exchanged(
  address: string,
  exchange: Exchange,
  ends?: (text: string) => boolean,
): Promise<string> {
  const { method, path, body } = exchange;
  const { status, type, text } = await send(address, exchange, ends);
  const asked = body === undefined ? '' : ` ${typeof body === 'string' ? body : JSON.stringify(body)}`;
  return `> ${method} ${path}${asked}\n< ${status} ${type}\n${readable(text)}\n\n`;
}
