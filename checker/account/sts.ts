import type { Calls } from './calls.ts';
import { andThen, type Fact, known, unknown } from './fact.ts';

export interface Identity {
  /** Twelve digits. */
  account: string;
  arn: string;
  kind: 'root' | 'user' | 'session' | 'federated' | 'other';
}

function kindOf(arn: string): Identity['kind'] {
  const resource = arn.split(':').slice(5).join(':');
  if (resource === 'root') return 'root';
  if (resource.startsWith('user/')) return 'user';
  if (resource.startsWith('assumed-role/')) return 'session';
  return resource.startsWith('federated-user/') ? 'federated' : 'other';
}

/** The names of buckets and of records contain the account's number, so nothing else is taken for one. */
function invalidAccount(account: string): Fact<never> {
  return unknown({
    cause: 'other',
    service: 'sts',
    operation: 'GetCallerIdentity',
    actions: [],
    code: 'InvalidAnswer',
    message: `Account is ${JSON.stringify(account.slice(0, 40))}, not twelve digits: the answer is not one of AWS's`,
  });
}

/** The identity that makes the calls. */
export async function identity(calls: Calls): Promise<Fact<Identity>> {
  const response = await calls.read('sts', 'GetCallerIdentity', {});
  return andThen(
    response,
    ({ Account = '', Arn = '' }): Fact<Identity> =>
      /^\d{12}$/.test(Account)
        ? known({ account: Account, arn: Arn, kind: kindOf(Arn) })
        : invalidAccount(Account),
  );
}
