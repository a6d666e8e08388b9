import type { Clients } from '../checker/account/clients.ts';
import type { Lab } from '../checker/lab/lab.ts';
import { journalFile, type TeardownOptions, type teardownRegions } from '../checker/teardown/index.ts';
import type { Io, Values } from '../terminal/command.ts';
import { clientsIn, openAccount } from './account.ts';
import { labHome } from './home.ts';
import { whoAmI } from './identity.ts';
import { labIn, regionsOfLab } from './lab-regions.ts';
import { readRecord } from './records.ts';
import type { Target } from './target.ts';

type Whole = Pick<Parameters<typeof teardownRegions>[0], 'regions' | 'unlisted'>;
type Each = Pick<TeardownOptions, 'signal' | 'dryRun' | 'resume' | 'onProgress'>;

/** A teardown that can begin: whose account it is, and the lab in each of its regions. */
export interface Sweep {
  target: Target;
  accountId: string;
  /** The line that every output begins with. */
  line: string;
  /** The lab in its own region. */
  own: Lab;
  /** The lab in every region that is looked at, its own first; and all that `teardownRegions` has to be given. */
  find(each: Each, only?: 'own region'): Promise<{ labs: Lab[]; whole: Whole }>;
}

/** Every region is looked at with clients of its own; `close` ends all of them. */
function clientsFor(target: Target) {
  const made = new Map<string, Clients>();
  return {
    of(region: string): Clients {
      // Deleting a thousand versions takes longer than reading.
      const clients = made.get(region) ?? clientsIn(region, target, { answerTimeoutMs: 30_000 });
      made.set(region, clients);
      return clients;
    },
    close: () => made.forEach((clients) => void clients.destroy()),
  };
}

/** Does something with a teardown, and ends its clients. Throws CliError, as a check does, where it cannot begin. */
export async function withSweep<T>(
  values: Values,
  env: Io['env'],
  work: (sweep: Sweep) => Promise<T>,
): Promise<T> {
  // The same region as a check's: that of the CLI's configuration file, too.
  const { target, lab: own, clients: brief } = await openAccount(values, env);
  brief.destroy();
  const clients = clientsFor(target);
  try {
    const { accountId, line } = await whoAmI(clients.of(own.region), target, own);
    const keyIn = (region: string) => ({
      ...{ target: target.kind, accountId, region },
      ...(own.seat === undefined ? {} : { seat: own.seat }),
    });
    const optionsIn = (lab: Lab, each: Each) => {
      const record = readRecord(env, keyIn(lab.region));
      const journal = journalFile(labHome(env), keyIn(lab.region));
      return {
        ...{ ...each, clients: clients.of(lab.region), lab, accountId, journal },
        ...(record === undefined ? {} : { record }),
      };
    };
    return await work({
      ...{ target, accountId, line, own },
      async find(each, only) {
        const { regions, unlisted } =
          only === undefined
            ? await regionsOfLab(env, keyIn(own.region), own, clients.of(own.region))
            : { regions: [own.region], unlisted: undefined };
        const labs = regions.map((region) => labIn(region, own));
        const whole = { regions: labs.map((lab) => optionsIn(lab, each)) };
        return { labs, whole: { ...whole, ...(unlisted === undefined ? {} : { unlisted }) } };
      },
    });
  } finally {
    clients.close();
  }
}
