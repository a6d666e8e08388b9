import { everyFaultOf } from './every-fault.ts';

everyFaultOf(1, 2, 3, 4);
