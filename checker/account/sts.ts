import type { Calls } from './calls.ts';
import { type Fact, map } from './fact.ts';

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

/** The identity that makes the calls. */
export async function identity(calls: Calls): Promise<Fact<Identity>> {
  const response = await calls.read('sts', 'GetCallerIdentity', {});
  return map(response, ({ Account = '', Arn = '' }) => ({ account: Account, arn: Arn, kind: kindOf(Arn) }));
}
