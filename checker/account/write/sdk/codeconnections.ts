import { DeleteConnectionCommand } from '../../connections-client.ts';
import type { Commands } from './types.ts';

export const codeconnections: Commands<'codeconnections'> = { DeleteConnection: DeleteConnectionCommand };
