import { call } from './call.ts';
import { Failure, failureOf, unknownToStandIn } from './errors.ts';
import { parse } from './parse.ts';
import { runtimeContext } from './parse-context.ts';
import { runS3 } from './s3-run.ts';

export interface Io {
  stdout(text: string): void;
  stderr(text: string): void;
  env: NodeJS.ProcessEnv;
}

/** The output of `aws --version`. No reader should take it for the real command's. */
const VERSION =
  'codepipeline-lab stand-in for the AWS CLI (it understands the commands of the lab, no others)';

/** Runs one command line; returns the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const command = await parse(argv, runtimeContext, io.env);
    if (command.kind === 's3') return await runS3(command, io.env, io.stdout);
    if (command.kind === 'call') await call(command, io.env, io.stdout);
    else if (command.kind === 'version') io.stdout(`${VERSION}\n`);
    else
      throw unknownToStandIn(
        'how to keep keys and settings (it reads the environment and the files of the CLI)',
      );
    return 0;
  } catch (error) {
    const failure = error instanceof Failure ? error : failureOf(error, '');
    io.stderr(`\n${failure.exit === 252 ? 'aws: ' : ''}${failure.message}\n`);
    return failure.exit;
  }
}
