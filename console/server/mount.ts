import type { ConsoleMount } from '../../companion/server/options.ts';
import type { ConsoleDoor } from './door.ts';
import { consolePage } from './page.ts';
import { answerConsole, longestConsoleBody } from './server.ts';

/**
 * The practice console for the companion to mount. Without a practice account behind it (`backend` undefined) the page
 * is served all the same, and each of its requests is answered with the reason.
 */
export function mountConsole(backend?: ConsoleDoor): ConsoleMount {
  return {
    isAvailable: backend !== undefined,
    page: consolePage,
    bodyLimit: longestConsoleBody,
    async answer(path, body) {
      if (backend === undefined)
        return { status: 404, body: { error: 'Only a practice account has this console.' } };
      return answerConsole(path, body, backend);
    },
  };
}
