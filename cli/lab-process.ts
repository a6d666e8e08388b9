import { commands } from './commands/index.ts';
import { runCommand } from './framework/run.ts';
import { runProcess } from './process.ts';

await runProcess((io) => runCommand(process.argv.slice(2), commands, io));
