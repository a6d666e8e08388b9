import { CliError } from '../lab-home/errors.ts';
import type { SettingValues } from '../lab-home/settings.ts';
import type { Roster } from './seat.ts';

/**
 * The shared account's id, from --account or the roster. `what` starts the error: "The policies". Throws
 * CliError.
 */
export function sharedAccount(what: string, roster: Roster, values: Pick<SettingValues, 'account'>): string {
  const account = values.account ?? roster.account;
  if (account === undefined)
    throw new CliError(
      `${what} name the shared account. Put its number into the roster (account: 123456789012), or type: --account 123456789012`,
    );
  if (!/^\d{12}$/.test(account)) throw new CliError(`--account ${account}: expected twelve digits.`);
  if (roster.account !== undefined && roster.account !== account)
    throw new CliError(`The roster is held to account ${roster.account}, and --account is ${account}.`);
  return account;
}
