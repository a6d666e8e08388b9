import type { Rejection } from '../../companion/server/guard.ts';
import { type ConsoleBackend, GitHostError } from './ports.ts';

/** The limit for the body of a console request, which can have a page or a picture to upload in it, in base64. */
export const maxConsoleBodyBytes = 8 * 1024 * 1024;

/** Returns a request below `/api/console/` with a status and a body. */
export async function handleConsoleRequest(
  path: string,
  body: Readonly<Record<string, unknown>>,
  backend: ConsoleBackend,
): Promise<{ status: number; body: object } | Rejection> {
  if (path === '/api/console/aws') {
    const { argv, files = {} } = body;
    if (!isArgv(argv)) return badRequest('argv: expected the words of a command, after aws.');
    if (!isTextRecord(files)) return badRequest('files: expected names, each with its bytes in base64.');
    const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const);
    return { status: 200, body: await backend.aws(argv, new Map(bytes)) };
  }
  const request = /^\/api\/console\/host\/([a-z-]+)$/.exec(path)?.[1];
  if (request === undefined) return { status: 404, body: { error: `There is no ${path}.` } };
  try {
    return { status: 200, body: { answer: await backend.gitHost(request, body) } };
  } catch (error) {
    if (!(error instanceof GitHostError)) throw error;
    return { status: 200, body: { error: error.message } };
  }
}

const badRequest = (message: string): Rejection => ({ status: 400, message });

const isArgv = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === 'string');

const isTextRecord = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((text) => typeof text === 'string');
