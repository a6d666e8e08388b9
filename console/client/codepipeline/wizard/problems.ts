import { type Draft, roleNameOf } from './draft.ts';

export type Problems = Partial<Record<keyof Draft, string>>;

const withoutFalse = (problems: Record<string, string | false>): Problems =>
  Object.fromEntries(Object.entries(problems).filter(([, problem]) => problem !== false));

/** What is wrong with the wizard page of this number, by field. The rules are the service's own. */
export function problemsOf(step: number, draft: Draft, region: string): Problems {
  const isNew = draft.role === 'new';
  const roleName = roleNameOf(draft, region);
  if (step === 1)
    return withoutFalse({
      name:
        !/^[A-Za-z0-9.@_-]{1,100}$/.test(draft.name) &&
        'A pipeline name has 1 to 100 of A-Z, a-z, 0-9 and . @ - _',
      roleName:
        isNew &&
        !/^[\w+=,.@-]{1,64}$/.test(roleName) &&
        `A role name has 1 to 64 letters, digits and + = , . @ - _ (this one has ${roleName.length})`,
      roleArn: !isNew && draft.roleArn === '' && 'Choose a role.',
      storeBucket: draft.store === 'custom' && draft.storeBucket === '' && 'Choose a bucket.',
    });
  if (step === 2)
    return withoutFalse({
      sourceProvider: draft.sourceProvider === '' && 'Choose a source provider.',
      connection: draft.connection === '' && 'Choose a connection, or make one.',
      repository: !/^[^/\s]+\/[^/\s]+$/.test(draft.repository) && 'Choose a repository, as owner/name.',
      branch: draft.branch.trim() === '' && 'Choose a branch.',
      filterBranches:
        draft.trigger === 'filter' && draft.filterBranches.trim() === '' && 'Name at least one branch.',
    });
  if (step === 5)
    return withoutFalse({
      deployProvider: draft.deployProvider === '' && 'Choose a deploy provider.',
      bucket: draft.bucket === '' && 'Choose a bucket.',
      objectKey:
        !draft.extract &&
        draft.objectKey === '' &&
        'Name the object that the zip becomes, or turn on Extract file before deploy.',
    });
  return {};
}
