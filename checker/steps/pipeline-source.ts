import type { Pipeline } from '../facts/values.ts';
import { check } from './check.ts';
import { pendingConnection } from './connection.ts';
import { fail, pass } from './finding.ts';
import { formatList, shellQuote } from './format.ts';
import { partsOf, startsOnPush } from './structure.ts';

/** The commands for a change: update-pipeline takes the whole definition, so get it, edit it and put it back. */
export function edit(name: string, change: string): string {
  return `aws codepipeline get-pipeline --name ${shellQuote(name)} --query pipeline > workspace/pipeline.json; in it, ${change}; then aws codepipeline update-pipeline --pipeline file://workspace/pipeline.json`;
}

/** An ARN without the service's name: the ARN of one connection can have either name. */
const withoutServicePrefix = (arn: string) => arn.replace(/:(codestar-connections|codeconnections):/, ':');

const isConnected = (pipeline: Pipeline) => partsOf(pipeline).source?.provider === 'CodeStarSourceConnection';

export const sourceChecks = [
  check({
    id: 'pipeline.source-connection',
    title: "The source uses the lab's connection",
    why: 'The source action reads the repository through this connection, and hears of pushes from it.',
    required: ['pipeline', 'names', 'connections'],
    raw: ['sourceConnection'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline, names, connections: { items }, sourceConnection }, inputs) {
      const { source } = partsOf(pipeline);
      const expected = `source CodeStarSourceConnection on ${names.connection}`;
      const wanted = items.filter(({ name }) => name === names.connection);
      const target = wanted.find(({ status }) => status === 'AVAILABLE') ?? wanted[0];
      const change = `set the source's ConnectionArn to ${target?.arn ?? `the ARN of ${names.connection}`}`;
      if (source?.provider !== 'CodeStarSourceConnection') {
        return fail(
          expected,
          `the source is ${source?.provider ?? 'missing'}`,
          edit(pipeline.name, 'make the source action CodeStarSourceConnection, as step 5 shows'),
          'source-provider',
        );
      }
      const arn = source.configuration.ConnectionArn ?? '';
      const used = wanted.find(
        (connection) => withoutServicePrefix(connection.arn) === withoutServicePrefix(arn),
      );
      if (used?.status === 'AVAILABLE') return pass(expected, arn);
      // No execution starts on a PENDING connection. If another of the same name is AVAILABLE, the fix is to use it.
      if (used?.status === 'PENDING' && target?.status !== 'AVAILABLE')
        return pendingConnection(`${expected}, AVAILABLE`, used.name, inputs);
      // Step 4 reports any other state of the connection.
      if (used !== undefined && target?.status !== 'AVAILABLE') return pass(expected, arn);
      if (sourceConnection.state === 'absent' && used === undefined) {
        return fail(
          expected,
          `${arn}, which does not exist (any more)`,
          edit(pipeline.name, change),
          'source-connection-deleted',
        );
      }
      const other = used ?? (sourceConnection.state === 'known' ? sourceConnection.value : undefined);
      return fail(
        expected,
        other === undefined
          ? `another connection, ${arn}`
          : `connection ${other.name} (${other.status}), ${arn}`,
        edit(pipeline.name, change),
        'source-connection-other',
      );
    },
  }),
  check({
    id: 'pipeline.source-repository',
    title: 'The source is your repository',
    why: 'Pushes to any other repository start nothing.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }, { lab: { repository }, instructions }) {
      // A source of another kind has other settings, and pipeline.source-connection already reports its kind.
      if (!isConnected(pipeline)) return undefined;
      const configured = partsOf(pipeline).source?.configuration.FullRepositoryId;
      const found = configured ?? '(none)';
      if (repository === undefined) {
        return fail(
          'a repository, told to the checker',
          'no repository is set',
          instructions.setRepository(configured),
          'repository-missing',
        );
      }
      if (found.toLowerCase() === repository.toLowerCase()) return pass(repository, found);
      return fail(
        repository,
        found,
        edit(pipeline.name, `set the source's FullRepositoryId to ${repository}`),
        'source-repository-other',
      );
    },
  }),
  check({
    id: 'pipeline.source-branch',
    title: 'The source is your branch',
    why: 'Only this branch is taken; a push to another one starts nothing.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }, { lab: { branch } }) {
      if (!isConnected(pipeline)) return undefined;
      const found = partsOf(pipeline).source?.configuration.BranchName ?? '(none)';
      if (found === branch) return pass(branch, found);
      return fail(
        branch,
        found,
        edit(pipeline.name, `set the source's BranchName to ${branch}`),
        'wrong-branch',
      );
    },
  }),
  check({
    id: 'pipeline.source-detection',
    title: 'A push starts the pipeline',
    why: 'Without change detection the pipeline runs only when somebody starts it by hand.',
    required: ['pipeline'],
    after: ['pipeline.exists', 'pipeline.stages'],
    judge({ pipeline }, { lab: { branch } }) {
      if (!isConnected(pipeline)) return undefined;
      const { source } = partsOf(pipeline);
      const expected = `every push of index.html to ${branch} starts it`;
      const triggers = pipeline.triggers.filter(({ sourceAction }) => sourceAction === source?.name);
      if (startsOnPush(pipeline, branch))
        return pass(expected, triggers.length === 0 ? 'change detection is on' : 'a trigger takes it');
      if (triggers.length === 0)
        return fail(
          expected,
          'DetectChanges is false, and there is no trigger',
          edit(pipeline.name, `set the source's DetectChanges to "true"`),
          'detection-off',
        );
      const filters = triggers.flatMap(({ push = [] }) =>
        push.map(({ branches, filePaths, tags }) => {
          const parts = [
            branches &&
              `branches ${formatList(branches.includes)}${branches.excludes.length > 0 ? ` but not ${formatList(branches.excludes)}` : ''}`,
            filePaths &&
              `files ${formatList(filePaths.includes)}${filePaths.excludes.length > 0 ? ` but not ${formatList(filePaths.excludes)}` : ''}`,
            tags && 'tags only',
          ].filter((part) => typeof part === 'string');
          return parts.join(', ');
        }),
      );
      return fail(
        expected,
        `the trigger's filter keeps it out: ${filters.join('; ') || 'pull requests only'}`,
        edit(pipeline.name, `remove "triggers", or let its push filter include branch ${branch}`),
        'trigger-filters-branch',
      );
    },
  }),
];
