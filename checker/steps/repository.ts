import { check } from './check.ts';
import { fail, pass } from './finding.ts';
import { formatList, shellQuote, shortId } from './format.ts';
import { pageHeading, pageProblems, pageTitle } from './page-content.ts';

const cloneFolder = (clone: string | undefined, repository: string) =>
  shellQuote(clone ?? `workspace/${repository.split('/')[1] ?? ''}`);

export const repositoryChecks = [
  check({
    id: 'repository.branch',
    title: 'The branch is at the git host',
    why: 'The pipeline takes its source from this branch of this repository, and from nothing else.',
    required: [],
    optional: ['branches'],
    judge({ branches }, { lab: { repository, branch, clone }, instructions }) {
      if (repository === undefined) {
        return fail(
          'a repository, told to the checker',
          'no repository is set',
          instructions.setRepository(),
          'repository-missing',
        );
      }
      const expected = `branch ${branch} in ${repository}`;
      const folder = cloneFolder(clone, repository);
      if (branches === undefined) {
        return fail(
          expected,
          `the git host knows no repository ${repository}`,
          `Make it (https://github.com/new), then push your page to it, as step 2 shows: git -C ${folder} branch -M ${branch} && git -C ${folder} push -u origin ${branch}. If the name is another: ${instructions.setRepository('OWNER/NAME')}`,
          'repository-missing',
        );
      }
      const commit = branches[branch];
      if (commit !== undefined) return pass(expected, `${branch} is at ${shortId(commit)}`);
      const names = Object.keys(branches);
      if (names.length === 0) {
        return fail(
          expected,
          'the repository is empty',
          `git -C ${folder} branch -M ${branch} && git -C ${folder} push -u origin ${branch}`,
          'branch-missing',
        );
      }
      const other = names.find((name) => name.toLowerCase() === branch.toLowerCase() || name === 'master');
      return fail(
        expected,
        `no branch ${branch}; there is ${formatList(names.slice(0, 8))}`,
        other === undefined
          ? `git -C ${folder} push -u origin HEAD:refs/heads/${branch}`
          : `git -C ${folder} branch -M ${branch} && git -C ${folder} push -u origin ${branch}`,
        other === 'master' ? 'branch-master' : 'branch-missing',
      );
    },
  }),
  check({
    id: 'repository.page',
    title: "index.html is the lab's page",
    why: 'The title and the heading are how you, and the checker, know the page again at the other end of the pipeline.',
    required: ['branches'],
    optional: ['page'],
    after: ['repository.branch'],
    judge({ page }, { lab: { repository = '', branch, clone } }) {
      const expected = `index.html at the root of ${branch}, title "${pageTitle}", heading "${pageHeading}"`;
      const folder = cloneFolder(clone, repository);
      const push = `git -C ${folder} add index.html && git -C ${folder} commit -m "Add the page" && git -C ${folder} push origin ${branch}`;
      if (page === undefined) {
        return fail(
          expected,
          `${branch} has no index.html at its root`,
          `Write ${folder}/index.html as the page shows it, then: ${push}`,
          'page-missing',
        );
      }
      const problems = pageProblems(page.text);
      if (problems.length === 0) return pass(expected, `index.html, ${page.bytes} bytes, with both`);
      return fail(
        expected,
        `index.html is there, but ${formatList(problems)}`,
        `Correct ${folder}/index.html, then: ${push}`,
        'page-other',
      );
    },
  }),
  check({
    id: 'repository.clone',
    title: 'Your clone is not ahead of the git host',
    why: 'A commit that was never pushed starts no pipeline.',
    required: [],
    optional: ['clone'],
    after: ['repository.branch'],
    judge({ clone }, { lab: { branch, repository } }) {
      if (clone === undefined) return undefined;
      const expected = `nothing in ${clone.folder} that was not pushed`;
      // A clone of another repository shows nothing about the lab.
      if (clone.foreign !== undefined)
        return pass(
          expected,
          `not looked at: ${clone.folder} is a clone of ${clone.foreign}, not of ${repository} (npx lab init --clone FOLDER tells where yours is)`,
        );
      const remark = clone.changed ? ' (index.html has changes that are not committed)' : '';
      if (clone.ahead === 0)
        return pass(expected, `${branch} at ${shortId(clone.head)}, all pushed${remark}`);
      return fail(
        expected,
        `${clone.ahead} commit${clone.ahead === 1 ? '' : 's'} of ${branch} not pushed${remark}`,
        `git -C ${shellQuote(clone.folder)} push origin ${branch}`,
        'clone-ahead',
      );
    },
  }),
];
