/** A module of the repository, and what its files may import besides files of the module itself. */
export interface Module {
  folder: string;
  /** Folders whose files it may import, at any depth. */
  mayImport: readonly string[];
  /** Folders from which it may import types only. The types describe data that crosses HTTP. */
  mayImportTypes?: readonly string[];
}

const everything = [
  'aws-cli',
  'checker',
  'classroom',
  'companion',
  'console',
  'lab-home',
  'labs',
  'practice',
  'scenarios',
  'site',
  'terminal',
] as const;

const checkerBelowEngine = ['checker/steps', 'checker/facts', 'checker/account', 'checker/lab'] as const;

/**
 * Every module, from the bottom up. A file belongs to the module with the longest folder that contains it. No module
 * imports `cli`. `checker` and `practice` do not import each other, so a check always reads a real HTTP response. All but
 * `practice` may also import `base`, which has no rules about the lab.
 */
export const modules: readonly Module[] = [
  { folder: 'base', mayImport: [] },
  { folder: 'terminal', mayImport: [] },

  { folder: 'labs/reader', mayImport: [] },
  { folder: 'labs/runner', mayImport: ['labs/reader'] },

  { folder: 'practice/core', mayImport: [] },
  { folder: 'practice/git-host', mayImport: ['practice/core'] },
  { folder: 'practice/services/iam', mayImport: ['practice/core'] },
  { folder: 'practice/services/sts', mayImport: ['practice/core', 'practice/services/iam'] },
  { folder: 'practice/services/s3', mayImport: ['practice/core', 'practice/services/iam'] },
  { folder: 'practice/services/codeconnections', mayImport: ['practice/core', 'practice/services/iam'] },
  {
    folder: 'practice/services/codepipeline',
    mayImport: [
      'practice/core',
      'practice/git-host',
      'practice/services/iam',
      'practice/services/sts',
      'practice/services/codeconnections',
    ],
  },
  { folder: 'practice/protocols', mayImport: ['practice/core', 'practice/services/iam'] },
  { folder: 'practice/fault-injection', mayImport: ['practice/core', 'practice/protocols'] },
  {
    folder: 'practice/misconfigurations',
    mayImport: ['practice/core', 'practice/git-host', 'practice/services'],
  },
  {
    folder: 'practice/admin',
    mayImport: [
      'practice/core',
      'practice/git-host',
      'practice/services',
      'practice/protocols',
      'practice/misconfigurations',
    ],
  },
  // The client of the admin API runs in other processes, so it has no code of the server.
  { folder: 'practice/admin/client', mayImport: [], mayImportTypes: ['practice'] },
  { folder: 'practice', mayImport: ['practice'] },

  { folder: 'checker/lab', mayImport: [] },
  { folder: 'checker/account', mayImport: ['checker/lab'] },
  { folder: 'checker/teardown', mayImport: ['terminal', 'checker/account', 'checker/lab'] },
  { folder: 'checker/facts', mayImport: ['checker/teardown', 'checker/account', 'checker/lab'] },
  { folder: 'checker/steps', mayImport: ['checker/facts', 'checker/lab'] },
  { folder: 'checker/engine', mayImport: checkerBelowEngine },
  { folder: 'checker/evidence', mayImport: ['checker/engine', ...checkerBelowEngine] },
  { folder: 'checker/doctor', mayImport: ['checker/engine', ...checkerBelowEngine] },
  { folder: 'checker/report', mayImport: ['terminal', 'checker/engine', ...checkerBelowEngine] },

  { folder: 'aws-cli', mayImport: ['terminal', 'checker/account'] },
  { folder: 'lab-home', mayImport: ['terminal', 'checker'] },
  { folder: 'classroom', mayImport: ['terminal', 'checker', 'lab-home'] },
  {
    folder: 'classroom/simulator',
    mayImport: ['terminal', 'checker', 'lab-home', 'classroom', 'practice/admin/client'],
    mayImportTypes: ['practice/admin'],
  },
  {
    folder: 'scenarios',
    mayImport: ['terminal', 'aws-cli', 'checker', 'lab-home', 'labs', 'practice'],
  },

  { folder: 'site', mayImport: ['terminal', 'labs/reader', 'checker/lab'], mayImportTypes: ['checker'] },
  { folder: 'site/browser', mayImport: ['checker/lab'], mayImportTypes: ['site'] },
  { folder: 'site/worker', mayImport: [] },

  {
    folder: 'companion/server',
    mayImport: ['terminal', 'site', 'checker', 'lab-home'],
    mayImportTypes: ['classroom'],
  },
  { folder: 'companion/ui', mayImport: ['site/browser'] },
  {
    folder: 'companion/client',
    mayImport: ['companion/ui', 'site/browser', 'checker/lab'],
    mayImportTypes: ['companion/server'],
  },

  {
    folder: 'console/server',
    mayImport: ['companion/server', 'aws-cli', 'checker/account', 'checker/lab', 'practice/admin/client'],
    mayImportTypes: ['practice/admin'],
  },
  {
    folder: 'console/client',
    mayImport: ['companion/ui', 'companion/client', 'site/browser', 'checker/lab'],
    mayImportTypes: ['console/server', 'companion/server', 'practice/admin'],
  },

  { folder: 'cli/framework', mayImport: ['terminal', 'lab-home', 'checker/lab'] },
  { folder: 'cli/watch', mayImport: ['terminal', 'checker', 'lab-home'] },
  { folder: 'cli/commands', mayImport: ['cli/framework', 'cli/watch', ...everything] },
  { folder: 'cli', mayImport: ['terminal', 'cli/framework', 'cli/commands'] },

  { folder: 'scripts', mayImport: everything },
  { folder: 'test', mayImport: [...everything, 'cli', 'scripts'] },
];

/** Whether a module may import `base`. `practice` shares no code with `checker`. */
export const mayImportBase = ({ folder }: Module): boolean => !/^practice(\/|$)/.test(folder);

/** The module that a file belongs to; undefined for a file outside all of them. */
export const moduleOf = (file: string): Module | undefined =>
  modules
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
