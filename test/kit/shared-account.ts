import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateUserCommand,
} from '@aws-sdk/client-iam';
import { boundaryArn, seatNames } from '../../checker/lab/lab.ts';
import { boundaryPolicy, seatPolicy } from '../../classroom/policy/seat-policy.ts';
import { type Practice, startPractice } from '../../practice/start.ts';
import { type LabAccount, labInAccount } from '../../scenarios/finished-lab/lab-account.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';

/** An account that seats share, with what an instructor can do in it. */
export interface SharedAccount {
  practice: Practice;
  /** The instructor's clients. */
  clients: Clients;
  /** A seat with only its class's policy, as `lab class policy` prints it. */
  seat(id: string): Promise<LabAccount>;
  /** A user with only this policy: its clients, and the variables that contain its key. */
  user(name: string, document: string): Promise<{ clients: Clients; keys: Record<string, string> }>;
  close(): Promise<void>;
}

export async function sharedAccount(): Promise<SharedAccount> {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'shared-account-'));
  const internalErrors: unknown[] = [];
  const practice = await startPractice({ port: 0, onInternalError: (error) => internalErrors.push(error) });
  const clients = clientsOf(practice);
  const closers: (() => unknown)[] = [];
  const make = async (PolicyName: string, PolicyDocument: string) =>
    (await clients.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument }))).Policy?.Arn;
  /** Creates a user with only this policy. Resolves to the variables that contain its key. */
  async function userWith(UserName: string, PolicyName: string, document: string) {
    const PolicyArn = await make(PolicyName, document);
    await clients.iam.send(new CreateUserCommand({ UserName }));
    await clients.iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    const { AccessKey } = await clients.iam.send(new CreateAccessKeyCommand({ UserName }));
    return {
      AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
    };
  }
  return {
    practice,
    clients,
    async user(name, document) {
      const keys = await userWith(name, name, document);
      const userClients = clientsOf({ ...practice, exports: { ...practice.exports, ...keys } });
      closers.push(() => userClients.destroy());
      return { clients: userClients, keys };
    },
    async seat(seat) {
      const where = { seat, region: practice.region, account: practice.accountId };
      const { identity, policy, boundary } = seatNames(seat);
      await make(boundary, JSON.stringify(boundaryPolicy(where)));
      const keys = await userWith(identity, policy, JSON.stringify(seatPolicy(where)));
      const home = join(root, seat);
      mkdirSync(home);
      const lab = labInAccount({ ...practice, exports: { ...practice.exports, ...keys } }, home, {
        seat,
        repository: `octocat/${seat}-lab`,
        boundary: boundaryArn(seat, where.region, where.account),
      });
      closers.push(() => lab.close());
      return lab;
    },
    async close() {
      for (const close of closers) await close();
      clients.destroy();
      await practice.close();
      rmSync(root, { recursive: true, force: true });
      if (internalErrors.length > 0) throw internalErrors[0];
    },
  };
}
