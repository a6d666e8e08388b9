import { everyFaultOf } from './every-fault.ts';

everyFaultOf(5);
