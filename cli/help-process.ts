import { commands } from './commands/index.ts';
import { overview } from './framework/overview.ts';

// Without what other commands need of the process: they take Ctrl-C and print what strangers wrote.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.stdout.write(overview(commands));
