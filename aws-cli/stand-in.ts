import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atExit } from '../checker/account/at-exit.ts';

/** The `aws` command that the pages' commands run. */
export interface AwsCli {
  kind: 'installed' | 'stand-in';
  /** `aws-cli/2.31.0`, or what the stand-in calls itself and why it is used. */
  description: string;
  /** Folders to put before the PATH. */
  pathPrepend: string[];
  /** Removes the files that were created for it. */
  close(): void;
}

/**
 * Writes an `aws` command that runs the stand-in. `reason` is why it is used; `entry` is the bundled stand-in
 * (dist/aws.js).
 */
export function standIn(reason: string, entry: string): AwsCli {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'codepipeline-lab-aws-'));
  const file = join(folder, 'aws');
  const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`;
  writeFileSync(file, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(entry)} "$@"\n`);
  chmodSync(file, 0o755);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const cancelRemoval = atExit(remove);
  return {
    kind: 'stand-in',
    description: `a small stand-in for the AWS CLI, which understands only the pages’ own commands (${reason})`,
    pathPrepend: [folder],
    close() {
      remove();
      cancelRemoval();
    },
  };
}
