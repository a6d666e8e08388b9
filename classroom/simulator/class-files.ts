import { join } from 'node:path';
import { stringify } from 'yaml';
import { defined } from '../../base/defined.ts';
import { writeFileAtomically } from '../../lab-home/home.ts';
import { accountsOf } from './class-plan.ts';
import type { ClassPlan, SeatPlan } from './types.ts';

type EnvExports = Readonly<Record<string, string>>;

/** The files that an instructor's machine has for a simulated class. */
export interface ClassFiles {
  roster: string;
  /** A file for a shell to source, which sets the variables of `exports`. */
  env: string;
  /** The environment variables of every `lab class` command. */
  exports: Record<string, string>;
}

function rowOf({ id, name, access, region, repository }: SeatPlan) {
  const fields = { id, name, region, repository };
  if (access.kind === 'profile') return { ...fields, profile: access.profile };
  if (access.kind !== 'role') return fields;
  const more = defined({ 'external-id': access.externalId });
  return { ...fields, role: access.roleArn, ...more };
}

function rosterText(plan: ClassPlan): string {
  const { shared, seats, speed } = plan;
  const head = `# A simulated class of ${seats.length}, drawn with the seed ${plan.seed}, in a practice account.\n`;
  const pace = Object.fromEntries(
    [15, 30, 50, 65, 100, 120, 130, 150].map((minute, index) => [
      `step-${index + 1}`,
      Math.round(minute / speed),
    ]),
  );
  const roster = {
    class: plan.class,
    account: shared,
    region: 'us-east-1',
    pace,
    start: new Date().toISOString(),
    seats: seats.map(rowOf),
  };
  return head + stringify(roster);
}

const shellQuoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;

/**
 * Writes the class's files into its folder: the roster, the AWS profiles that it names, and the environment
 * variables that point a shell to the class. `exportsOf` returns the exports of an account.
 */
export function writeClass(
  folder: string,
  plan: ClassPlan,
  exportsOf: (account: string) => EnvExports,
): ClassFiles {
  const [shared, ...own] = accountsOf(plan);
  const [config, credentials] = [join(folder, 'aws', 'config'), join(folder, 'aws', 'credentials')];
  const seats = plan.seats.filter(
    ({ account, access }) => own.includes(account) && access.kind === 'profile',
  );
  const sections = seats.map(({ id, region, account }) => {
    const accountExports = exportsOf(account);
    return {
      config: `[profile ${id}]\nregion = ${region}\nendpoint_url = ${accountExports.AWS_ENDPOINT_URL}\n`,
      keys: `[${id}]\naws_access_key_id = ${accountExports.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${accountExports.AWS_SECRET_ACCESS_KEY}\n`,
    };
  });
  writeFileAtomically(config, sections.map((one) => one.config).join('\n'));
  writeFileAtomically(credentials, sections.map((one) => one.keys).join('\n'));
  const roster = join(folder, 'class.yaml');
  writeFileAtomically(roster, rosterText(plan));
  const exports = {
    ...exportsOf(shared ?? ''),
    // Keeps this class's state, journals and records apart from those of a real class.
    LAB_HOME: join(folder, 'home'),
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
  };
  const env = join(folder, 'env.sh');
  writeFileAtomically(
    env,
    `${Object.entries(exports)
      .map(([name, value]) => `export ${name}=${shellQuoted(value)}`)
      .join('\n')}\nunset AWS_PROFILE AWS_SESSION_TOKEN\n`,
  );
  return { roster, env, exports };
}
