import { everyFaultOf } from './every-fault.ts';

// What the learner makes: credentials, repository, bucket, connection, pipeline.
everyFaultOf(1, 2, 3, 4, 5);
