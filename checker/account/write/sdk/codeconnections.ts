import { DeleteConnectionCommand } from '../../connections-client.ts';
import type { Commands } from './sdk.ts';

export const codeconnections: Commands<'codeconnections'> = { DeleteConnection: DeleteConnectionCommand };
