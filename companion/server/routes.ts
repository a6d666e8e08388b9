import type { ServerResponse } from 'node:http';
import type { Access } from './access.ts';
import { checkerApi } from './checker-api.ts';
import { seatFindingsOf, streamBoard } from './class/server.ts';
import { isRejection, type Rejection } from './guard.ts';
import type { CompanionOptions, ConsoleMount } from './options.ts';
import { openEventStream, sendJson, sendRejection } from './responses.ts';
import { teardownApi } from './teardown-api.ts';

type Body = Readonly<Record<string, unknown>>;

/** One route of the API. Every route requires the token of a session, except for those that grant access. */
export interface Route {
  method: 'GET' | 'POST';
  /** A path, or the beginning of paths if it ends with a slash. */
  path: string;
  /** Whether the route works without a token, because its body must contain a secret of its own. */
  grantsAccess?: true;
  /** The longest body in bytes, if it is not the default. */
  bodyLimit?: number;
  answer(response: ServerResponse, body: Body, path: string): Promise<void> | void;
}

/** The longest body of a request for access: a secret, or the proof of a key. */
const secretBodyLimit = 1024;

const send = (response: ServerResponse, answer: object | Rejection) =>
  isRejection(answer) ? sendRejection(response, answer) : sendJson(response, 200, answer);

/** The routes that grant access: a secret for a session's token, and the proof of the run's key for new addresses. */
const accessRoutes = (access: Access, newAddresses: () => string[]): Route[] => [
  {
    method: 'POST',
    path: '/api/sign-in',
    grantsAccess: true,
    bodyLimit: secretBodyLimit,
    answer: (response, { secret }) => send(response, access.signIn(secret)),
  },
  {
    method: 'POST',
    path: '/api/addresses',
    grantsAccess: true,
    bodyLimit: secretBodyLimit,
    answer: (response, body) => send(response, access.grantAddresses(body, newAddresses)),
  },
];

function checkerRoutes(options: CompanionOptions): Route[] {
  const [checker, teardown] = [checkerApi(options), teardownApi(options)];
  return [
    { method: 'GET', path: '/api/session', answer: checker.session },
    { method: 'POST', path: '/api/check', answer: checker.check },
    { method: 'POST', path: '/api/settings', answer: checker.saveSettings },
    { method: 'POST', path: '/api/teardown/plan', answer: teardown.plan },
    { method: 'POST', path: '/api/teardown/carry-out', answer: teardown.carryOut },
  ];
}

function classRoutes({ class: feed }: CompanionOptions): Route[] {
  if (feed === undefined)
    return [
      {
        method: 'POST',
        path: '/api/class/',
        answer: (response) =>
          sendJson(response, 404, {
            error: 'This companion shows no class. To start a board, type: npx lab class board',
          }),
      },
    ];
  return [
    {
      method: 'POST',
      path: '/api/class/board',
      answer: (response, { hideNames }) =>
        streamBoard(response, openEventStream(response), feed, hideNames === true),
    },
    {
      method: 'POST',
      path: '/api/class/seat',
      answer: (response, body) => send(response, seatFindingsOf(body, feed)),
    },
  ];
}

const consoleRoutes = ({ bodyLimit, answer }: ConsoleMount): Route[] => [
  {
    method: 'POST',
    path: '/api/console/',
    bodyLimit,
    async answer(response, body, path) {
      const result = await answer(path, body);
      if (isRejection(result)) return sendRejection(response, result);
      sendJson(response, result.status, result.body);
    },
  },
];

/** Every route of the API of one companion. */
export const apiRoutes = (
  options: CompanionOptions,
  access: Access,
  newAddresses: () => string[],
): Route[] => [
  ...accessRoutes(access, newAddresses),
  ...checkerRoutes(options),
  ...classRoutes(options),
  ...(options.console === undefined ? [] : consoleRoutes(options.console)),
];

/** The route of a path; undefined when there is none. */
export const findRoute = (routes: readonly Route[], path: string): Route | undefined =>
  routes.find((route) => (route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path));
