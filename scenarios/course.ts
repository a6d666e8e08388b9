import { join } from 'node:path';
import { defined } from '../base/defined.ts';
import { CliError } from '../lab-home/errors.ts';
import { kitRoot } from '../lab-home/home.ts';
import { type Cause, readCauses } from '../labs/reader/causes.ts';
import { type Drill, readDrills } from '../labs/reader/drills.ts';
import type { StepPage } from '../labs/reader/page.ts';
import { PageError } from '../labs/reader/problem.ts';
import { readStepPages } from '../labs/reader/step-pages.ts';
import { fillValues } from '../labs/reader/values.ts';
import { adminClient } from '../practice/admin/client/admin-client.ts';
import { orCliError } from './or-cli-error.ts';

/** Reads the nine step pages with their default values. Throws CliError with every problem that the reader found. */
export function readSteps(): StepPage[] {
  return withCliErrors(() => readStepPages(join(kitRoot(), 'labs', 'steps')));
}

/** Reads the page of every known cause. Throws CliError with every problem that the reader found. */
export function readCausePages(): Cause[] {
  return withCliErrors(() => readCauses(join(kitRoot(), 'labs', 'causes'), readSteps()));
}

/** Reads the page of every drill. Throws CliError with every problem that the reader found. */
export function readDrillPages(): Drill[] {
  return withCliErrors(() => {
    const steps = readSteps();
    const folder = (name: string) => join(kitRoot(), 'labs', name);
    return readDrills(folder('drills'), readCauses(folder('causes'), steps), steps);
  });
}

function withCliErrors<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PageError) throw new CliError(error.message, 1);
    throw error;
  }
}

/**
 * Reads the nine step pages with a learner's own values. Throws CliError with every problem that the reader found.
 */
export function readStepsWithValues(values: { region: string; repository: string }): StepPage[] {
  const [owner = '', name = ''] = values.repository.split('/');
  return withCliErrors(() =>
    fillValues(readSteps(), {
      AWS_REGION: values.region,
      GITHUB_OWNER: owner,
      GITHUB_REPOSITORY: name,
    }),
  );
}

/**
 * Finishes a connection's handshake in the practice account, as a person does in the AWS console. Throws CliError
 * when the practice account refuses.
 */
export async function finishHandshake(
  exports: Readonly<Record<string, string | undefined>>,
  connection: string,
): Promise<void> {
  const region = exports.AWS_REGION;
  const admin = adminClient(exports, { timeoutMs: 10_000 });
  await orCliError(admin.authorize({ name: connection, ...defined({ region }) }));
}
