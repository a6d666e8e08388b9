import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'clone-ahead',
  step: 2,
  says: 'A commit in the clone that was not pushed',
  apply: async ({ clone, repository }) => {
    const folder = clone ?? `workspace/${repository.split('/')[1] ?? ''}`;
    const quoted = `'${folder.replaceAll("'", "'\\''")}'`;
    return { terminal: [`git -C ${quoted} commit --quiet --allow-empty -m "A commit that stays here"`] };
  },
};
