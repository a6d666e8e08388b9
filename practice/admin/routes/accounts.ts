import { type AccountRecord, allAccounts, exportsOf, openAccount } from '../accounts.ts';
import type { Context, Knob } from './knob.ts';
import { bad, onlyMembers } from './read.ts';

/** `/_admin/accounts`: POST makes an account (or answers the one that is there), GET lists them. */
export const accounts: Knob[] = [
  {
    method: 'GET',
    path: 'accounts',
    run: (context) => ({ accounts: allAccounts(context.world).map((one) => described(one, context)) }),
  },
  {
    method: 'POST',
    path: 'accounts',
    run(context, body) {
      onlyMembers(body, ['accountId']);
      const id = body.accountId;
      if (typeof id !== 'string' || !/^\d{12}$/.test(id))
        throw bad(`accountId is ${JSON.stringify(id) ?? 'missing'}; expected twelve digits in quotes.`);
      return described(openAccount(context.world, id), context);
    },
  },
];

const described = (account: AccountRecord, { world, region }: Context) => ({
  accountId: account.accountId,
  exports: exportsOf(account, region, world.endpoint),
});
