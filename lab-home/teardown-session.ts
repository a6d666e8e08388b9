import { defined } from '../base/defined.ts';
import type { Clients } from '../checker/account/clients.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { journalFile, type TeardownOptions, type teardownRegions } from '../checker/teardown/index.ts';
import type { Io } from '../terminal/command.ts';
import { clientsIn, openAccount } from './account.ts';
import { labHome } from './home.ts';
import { identifyCaller } from './identity.ts';
import { labInRegion, regionsOfLab } from './lab-regions.ts';
import { readRecord } from './records.ts';
import type { AccountValues, Target } from './target.ts';

type TeardownInput = Pick<Parameters<typeof teardownRegions>[0], 'regions' | 'regionsError'>;
type RegionOptions = Pick<TeardownOptions, 'signal' | 'dryRun' | 'resume' | 'onProgress'>;

/** A teardown that can start: its account, and the lab in each of its regions. */
export interface TeardownSession {
  target: Target;
  accountId: string;
  /** The first line of every output, which names the account. */
  line: string;
  /** The lab in its own region. */
  primaryLab: Lab;
  /** Returns the lab in every region to scan, its own first, and the input of `teardownRegions`. */
  findRegions(
    options: RegionOptions,
    only?: 'primary region',
  ): Promise<{ labs: Lab[]; teardownInput: TeardownInput }>;
}

/** Each region has clients of its own; `close` destroys all of them. */
function clientsByRegion(target: Target) {
  const opened = new Map<string, Clients>();
  return {
    of(region: string): Clients {
      // A call that deletes 1000 versions takes longer than a read.
      const clients = opened.get(region) ?? clientsIn(region, target, { answerTimeoutMs: 30_000 });
      opened.set(region, clients);
      return clients;
    },
    close: () => opened.forEach((clients) => void clients.destroy()),
  };
}

/** Runs a task with a teardown session, then destroys its clients. Throws CliError if the session cannot start. */
export async function withTeardownSession<T>(
  values: AccountValues,
  env: Io['env'],
  task: (session: TeardownSession) => Promise<T>,
): Promise<T> {
  // openAccount finds the region as a check does, also from the CLI's configuration file.
  const { target, lab: primaryLab, clients: identityClients } = await openAccount(values, env);
  identityClients.destroy();
  const clients = clientsByRegion(target);
  try {
    const { accountId, line } = await identifyCaller(clients.of(primaryLab.region), target, primaryLab);
    const keyOf = (region: string) => ({
      target: target.kind,
      accountId,
      region,
      ...defined({ seat: primaryLab.seat }),
    });
    const optionsOf = (lab: Lab, options: RegionOptions) => {
      const record = readRecord(env, keyOf(lab.region));
      const journal = journalFile(labHome(env), keyOf(lab.region));
      return {
        ...options,
        clients: clients.of(lab.region),
        lab,
        accountId,
        journal,
        ...defined({ record }),
      };
    };
    return await task({
      target,
      accountId,
      line,
      primaryLab,
      async findRegions(options, only) {
        const primaryClients = clients.of(primaryLab.region);
        const { regions, regionsError, run } =
          only === undefined
            ? await regionsOfLab(env, keyOf(primaryLab.region), primaryLab, {
                clients: primaryClients,
                signal: options.signal,
              })
            : { regions: [primaryLab.region], regionsError: undefined, run: undefined };
        const labs = regions.map((region) => labInRegion(region, primaryLab));
        const input = {
          regions: labs.map((lab) => ({ ...optionsOf(lab, options), ...defined({ run }) })),
        };
        return { labs, teardownInput: { ...input, ...defined({ regionsError }) } };
      },
    });
  } finally {
    clients.close();
  }
}
