import type { ServerResponse } from 'node:http';
import { type CompanionOptions, type PageSettings, settingNames } from './options.ts';
import { events, json, refuse, wordsOf } from './send.ts';

type Body = Readonly<Record<string, unknown>>;

/** What a page asks of the checker: who is asked, the settings, one step. */
export function checkerApi(options: CompanionOptions, token: string) {
  async function session(response: ServerResponse): Promise<void> {
    try {
      const target = await options.target();
      json(response, 200, {
        ...{ token, target, settings: await options.settings() },
        console: options.console?.isAvailable === true,
      });
    } catch (error) {
      json(response, 200, { token, error: wordsOf(error) });
    }
  }

  async function keep(response: ServerResponse, body: Body): Promise<void> {
    const settings: PageSettings = {};
    for (const [name, value] of Object.entries(body)) {
      const known = settingNames.find((one) => one === name);
      if (known === undefined || typeof value !== 'string')
        return refuse(response, {
          status: 400,
          message: `${name}: expected text, of ${settingNames.join(', ')}.`,
        });
      settings[known] = value;
    }
    try {
      options.keep(settings);
      json(response, 200, { settings: await options.settings() });
    } catch (error) {
      refuse(response, { status: 400, message: wordsOf(error) });
    }
  }

  async function check(response: ServerResponse, body: Body): Promise<void> {
    const { step, url } = body;
    if (typeof step !== 'string' || !/^step-[1-9]$/.test(step))
      return refuse(response, { status: 400, message: 'step: expected step-1 to step-9.' });
    if (url !== undefined && typeof url !== 'string')
      return refuse(response, { status: 400, message: 'url: expected an address.' });
    const tell = events(response);
    try {
      const verdict = await options.check(step, url, (finding) => void tell('finding', finding));
      tell('end', { verdict });
    } catch (error) {
      tell('trouble', { message: wordsOf(error) });
    }
    response.end();
  }

  return { session, keep, check };
}
