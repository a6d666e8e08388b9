import { check } from './check.ts';
import { fail, pass, waiting } from './finding.ts';
import { formatList } from './format.ts';

const teardownCommand = 'npm run teardown';
const gone = 'gone';

export const cleanupChecks = [
  check({
    id: 'cleanup.record',
    title: 'There was a lab to remove',
    why: 'An account in which the lab never was looks just like a clean one.',
    required: [],
    raw: [
      'record',
      'pipelineLeft',
      'bucketLeft',
      'artifactsLeft',
      'connectionsLeft',
      'roleLeft',
      'policiesLeft',
      'bucketsElsewhere',
    ],
    judge({ record, ...leftovers }) {
      const allGone = Object.values(leftovers).every(({ state }) => state === 'absent');
      if (record.state === 'known' || !allGone) return undefined;
      return waiting(
        'a record of a lab in this account and region',
        'nothing of the lab is here, and no record that it ever was',
        'Do steps 1 to 8 first. If the lab was made from another machine, there is nothing left of it here.',
      );
    },
  }),
  check({
    id: 'cleanup.pipeline',
    title: 'The pipeline is gone',
    why: 'A pipeline that is left goes on reacting to every push, and may be charged for.',
    required: [],
    optional: ['pipelineLeft'],
    judge({ pipelineLeft }, { lab: { region } }) {
      if (pipelineLeft === undefined) return pass(gone, 'AWS says that it does not exist');
      return fail(
        gone,
        `${pipelineLeft} is still there`,
        `${teardownCommand}, or: aws codepipeline delete-pipeline --name ${pipelineLeft} --region ${region}`,
        'pipeline-left',
      );
    },
  }),
  check({
    id: 'cleanup.bucket',
    title: 'The deploy bucket is gone, with all versions',
    why: 'Every version that is kept is stored, and paid for.',
    required: [],
    optional: ['bucketLeft'],
    judge({ bucketLeft }) {
      if (bucketLeft === undefined) return pass(gone, 'AWS says that it does not exist');
      return fail(
        gone,
        `${bucketLeft} is still there`,
        `${teardownCommand} (a versioned bucket must be emptied of all versions and delete markers first; aws s3 rm only adds markers)`,
        'bucket-left',
      );
    },
  }),
  check({
    id: 'cleanup.artifacts',
    title: "The lab's artifacts are gone",
    why: 'Deleting a pipeline deletes none of the zips that it made.',
    required: [],
    optional: ['artifactsLeft'],
    judge({ artifactsLeft: left }) {
      if (left === undefined) return pass(gone, 'no artifact of the lab is left');
      const found =
        left.count === 0
          ? `bucket ${left.bucket} is still there`
          : `${left.count} versions under s3://${left.bucket}/${left.prefix}`;
      return fail(gone, found, teardownCommand, 'artifacts-left');
    },
  }),
  check({
    id: 'cleanup.connection',
    title: 'The connection is gone',
    why: 'A connection is a standing permission to read your repositories.',
    required: [],
    optional: ['connectionsLeft'],
    judge({ connectionsLeft: left }, { lab: { region } }) {
      if (left === undefined) return pass(gone, 'it is in no list any more');
      const commands = left.map(
        (arn) => `aws codeconnections delete-connection --connection-arn ${arn} --region ${region}`,
      );
      return fail(
        gone,
        `still there: ${formatList(left)}`,
        `${teardownCommand}, or: ${commands.join(' && ')}`,
        'connection-left',
      );
    },
  }),
  check({
    id: 'cleanup.role',
    title: 'The role is gone, and its inline policy with it',
    why: 'A role that nobody needs any more is a door that nobody watches.',
    required: [],
    optional: ['roleLeft'],
    judge({ roleLeft }) {
      if (roleLeft === undefined) return pass(gone, 'AWS says that it does not exist');
      return fail(gone, `${roleLeft} is still there`, teardownCommand, 'role-left');
    },
  }),
  check({
    id: 'cleanup.policy',
    title: 'No policy of the lab is left',
    why: 'A managed policy outlives the role that it was made for.',
    required: [],
    optional: ['policiesLeft'],
    judge({ policiesLeft: left }) {
      if (left === undefined) return pass(gone, 'AWS says that none exists');
      return fail(gone, `still there: ${formatList(left)}`, teardownCommand, 'policy-left');
    },
  }),
  check({
    id: 'cleanup.elsewhere',
    title: 'No bucket of the lab is left in another region',
    why: 'A lab that was begun in another region goes on costing there, and no list of this region shows it.',
    required: [],
    optional: ['bucketsElsewhere'],
    judge({ bucketsElsewhere: left }) {
      const expected = "no bucket with the lab's names in any other region";
      if (left === undefined) return pass(expected, "there is none in the account's list of buckets");
      const found = left.map(({ name, region }) => `${name} (${region})`);
      return fail(
        expected,
        `still there: ${formatList(found)}`,
        `${teardownCommand}: it looks there, too`,
        'left-elsewhere',
      );
    },
  }),
];
