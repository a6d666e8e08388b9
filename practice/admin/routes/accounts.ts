import { type AccountRecord, allAccounts, exportsOf, openAccount } from '../accounts.ts';
import type { AdminContext, AdminRoute } from './admin-route.ts';
import { badRequest, rejectUnknownMembers } from './validate-body.ts';

/** The body of `POST /_admin/accounts`. */
export interface NewAccount {
  /** Twelve digits. */
  accountId: string;
}

/** An account, with the environment variables that point an AWS client, git and the checker to it. */
export interface AccountResponse {
  accountId: string;
  exports: Record<string, string>;
}

/** The response of `GET /_admin/accounts`. */
export interface AccountsResponse {
  accounts: AccountResponse[];
}

/** `/_admin/accounts`: POST creates an account (or returns the existing one), GET lists all accounts. */
export const accountRoutes: AdminRoute[] = [
  {
    method: 'GET',
    path: 'accounts',
    run: (context): AccountsResponse => ({
      accounts: allAccounts(context.emulator).map((one) => accountResponse(one, context)),
    }),
  },
  {
    method: 'POST',
    path: 'accounts',
    run(context, body): AccountResponse {
      rejectUnknownMembers(body, ['accountId']);
      const id = body.accountId;
      if (typeof id !== 'string' || !/^\d{12}$/.test(id))
        throw badRequest(
          `accountId is ${JSON.stringify(id) ?? 'missing'}; expected twelve digits in quotes.`,
        );
      return accountResponse(openAccount(context.emulator, id), context);
    },
  },
];

const accountResponse = (account: AccountRecord, { emulator, region }: AdminContext): AccountResponse => ({
  accountId: account.accountId,
  exports: exportsOf(account, region, emulator.endpoint),
});
