import { defined } from '../base/defined.ts';
import { makeCalls } from '../checker/account/calls.ts';
import { makeClients } from '../checker/account/clients.ts';
import { identity } from '../checker/account/sts.ts';
import { type Lab, namesOf } from '../checker/lab/lab.ts';
import { steps } from '../checker/steps/index.ts';
import { CliError } from '../lab-home/errors.ts';
import { adminClient } from '../practice/admin/client/admin-client.ts';
import { AdminError } from '../practice/admin/client/admin-error.ts';
import type { MisconfigurationResponse } from '../practice/admin/routes/misconfiguration.ts';

type Exports = Readonly<Record<string, string | undefined>>;

/** An injected fault, with what the practice account could not do itself: commands to type, and a URL for step 7. */
export type AppliedFault = MisconfigurationResponse;

/** Returns the ID of the account that the exports' keys belong to: the lab's bucket names contain it. */
async function accountIdOf(exports: Exports, lab: Lab): Promise<string> {
  const clients = makeClients({
    region: lab.region,
    endpoint: exports.AWS_ENDPOINT_URL ?? '',
    credentials: {
      accessKeyId: exports.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: exports.AWS_SECRET_ACCESS_KEY ?? '',
      ...(exports.AWS_SESSION_TOKEN ? { sessionToken: exports.AWS_SESSION_TOKEN } : {}),
    },
  });
  try {
    const caller = await identity(makeCalls(clients));
    if (caller.state === 'known') return caller.value.account;
    throw new CliError(
      `The practice account does not take this terminal's credentials${caller.state === 'unknown' ? ` (${caller.error.code})` : ''}. Type: eval "$(npx lab env)"`,
      4,
    );
  } finally {
    clients.destroy();
  }
}

/**
 * Injects a known cause into the lab, in the practice account that the exports point to. Throws CliError: exit 1 when
 * the lab is not far enough for this fault, 2 without a repository, 4 when the account rejects the keys.
 */
export async function applyFault(exports: Exports, lab: Lab, id: string): Promise<AppliedFault> {
  const { region, repository, branch, clone } = lab;
  if (repository === undefined)
    throw new CliError('No repository is set. Type: npx lab init --repository OWNER/NAME');
  const account = await accountIdOf(exports, lab);
  try {
    return await adminClient(exports).misconfigure({
      id,
      names: namesOf(lab, account),
      repository,
      branch,
      region,
      account,
      ...defined({ clone }),
    });
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    throw new CliError(
      `${id} could not be brought about (${error.code ?? error.status}): ${error.message} See how far the lab is: npm run check -- --all`,
      1,
    );
  }
}

/** Lists all faults that can be injected, grouped by step. */
export function faultList(faults: readonly Pick<AppliedFault, 'id' | 'step' | 'says'>[]): string {
  const byStep = steps.map(({ id, title }, index) => {
    const stepFaults = faults.filter(({ step }) => step === index + 1);
    return [`${id}  ${title}`, ...stepFaults.map((one) => `  ${one.id.padEnd(26)} ${one.says}`)].join('\n');
  });
  return `${byStep.join('\n\n')}\n\nBring one about: npx lab practice fault ID\n`;
}

/** The report of an injected fault: what was done, what to type, and the check that finds it. */
export function appliedFaultText({ step, says, terminal = [], url }: AppliedFault): string {
  const check = `npm run check step-${step}${url === undefined ? '' : ` -- --url "$PAGE_URL"`}`;
  const typed = [...terminal, ...(url === undefined ? [] : [`export PAGE_URL='${url}'`])];
  return [
    `Done: ${says}.`,
    ...(typed.length === 0 ? [] : ['', 'Type this in your terminal:', ...typed.map((line) => `  ${line}`)]),
    '',
    `Find it with: ${check}`,
    '',
  ].join('\n');
}
