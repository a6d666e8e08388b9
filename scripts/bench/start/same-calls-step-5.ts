import { replay } from './replay.ts';
import { senders } from './same-calls.ts';

await replay(senders);
