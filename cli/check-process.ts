import { command } from './commands/check.ts';
import { runWithArguments } from './framework/run.ts';
import { runProcess } from './process.ts';

await runProcess((io) => runWithArguments(command, process.argv.slice(3), io));
