import type { ServerResponse } from 'node:http';
import type { PageSettings, Session } from './api-types.ts';
import { type CompanionOptions, settingNames } from './options.ts';
import { messageOf, openEventStream, sendJson, sendRejection } from './responses.ts';

type Body = Readonly<Record<string, unknown>>;

/** The API for what a page requests of the checker: the session, the settings, and the check of one step. */
export function checkerApi(options: CompanionOptions) {
  async function session(response: ServerResponse): Promise<void> {
    sendJson(response, 200, await currentSession());
  }

  async function currentSession(): Promise<Session> {
    try {
      const target = await options.target();
      const settings = await options.settings();
      return { target, settings, console: options.console?.isAvailable === true };
    } catch (error) {
      return { error: messageOf(error) };
    }
  }

  async function saveSettings(response: ServerResponse, body: Body): Promise<void> {
    const settings: PageSettings = {};
    for (const [name, value] of Object.entries(body)) {
      const settingName = settingNames.find((one) => one === name);
      if (settingName === undefined || typeof value !== 'string')
        return sendRejection(response, {
          status: 400,
          message: `${name}: expected text, of ${settingNames.join(', ')}.`,
        });
      settings[settingName] = value;
    }
    try {
      options.saveSettings(settings);
      sendJson(response, 200, { settings: await options.settings() });
    } catch (error) {
      sendRejection(response, { status: 400, message: messageOf(error) });
    }
  }

  async function check(response: ServerResponse, body: Body): Promise<void> {
    const { step, url } = body;
    if (typeof step !== 'string' || !/^step-[1-9]$/.test(step))
      return sendRejection(response, { status: 400, message: 'step: expected step-1 to step-9.' });
    if (url !== undefined && typeof url !== 'string')
      return sendRejection(response, { status: 400, message: 'url: expected an address.' });
    const sendEvent = openEventStream(response);
    try {
      const verdict = await options.check(step, url, (finding) => void sendEvent('finding', finding));
      sendEvent('end', { verdict });
    } catch (error) {
      sendEvent('trouble', { message: messageOf(error) });
    }
    response.end();
  }

  return { session, saveSettings, check };
}
