import { codeconnections } from './codeconnections.ts';
import { codepipeline } from './codepipeline.ts';
import type { ReadOperation, WriteOperation } from './declare.ts';
import { iam } from './iam.ts';
import { s3 } from './s3.ts';
import type { ReadName, ServiceName } from './services.ts';
import { sts } from './sts.ts';

type Table = Readonly<Record<string, ReadOperation | WriteOperation>>;

/** Every operation that the kit calls, by service. Importing this module loads the SDK of each service. */
export const operations: Readonly<Record<ServiceName, Table>> = {
  sts: sts.operations,
  s3: s3.operations,
  codeconnections: codeconnections.operations,
  codepipeline: codepipeline.operations,
  iam: iam.operations,
};

const actionsOf = (isIncluded: (operation: ReadOperation | WriteOperation) => boolean): readonly string[] =>
  Object.values(operations).flatMap((table) =>
    Object.values(table).flatMap((operation) => (isIncluded(operation) ? operation.actions : [])),
  );

/** The IAM actions that a read needs. */
export function actionsOfRead(name: ReadName): readonly string[] {
  const [service, operation = ''] = name.split(' ');
  const declared = operations[service as ServiceName][operation];
  if (declared?.kind !== 'read') throw new Error(`${name} is not declared as a read`);
  return declared.actions;
}

/** The IAM actions behind every call that the checker may make. */
export const checkerActions = actionsOf(({ kind }) => kind === 'read');

/** The IAM actions that a complete teardown needs, each once and sorted. */
export const teardownActions = [
  ...new Set(actionsOf((operation) => operation.kind === 'write' || operation.inTeardown === true)),
].sort();
