import type { ConsoleMount } from '../../companion/server/options.ts';
import { consolePage } from './page.ts';
import type { ConsoleBackend } from './ports.ts';
import { handleConsoleRequest, maxConsoleBodyBytes } from './server.ts';

/**
 * The practice console for the companion to mount. Without a practice account (`backend` is undefined), the page is
 * served too, and the answer to each of its requests is the reason.
 */
export function mountConsole(backend?: ConsoleBackend): ConsoleMount {
  return {
    isAvailable: backend !== undefined,
    page: consolePage,
    bodyLimit: maxConsoleBodyBytes,
    async answer(path, body) {
      if (backend === undefined)
        return { status: 404, body: { error: 'Only a practice account has this console.' } };
      return handleConsoleRequest(path, body, backend);
    },
  };
}
