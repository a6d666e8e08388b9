import { everyFaultOf } from './every-fault.ts';

// What comes of it: the runs, the page, the cleanup.
everyFaultOf(6, 7, 8, 9);
