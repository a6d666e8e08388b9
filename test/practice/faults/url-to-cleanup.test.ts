import { everyFaultOf } from './every-fault.ts';

everyFaultOf(7, 8, 9);
