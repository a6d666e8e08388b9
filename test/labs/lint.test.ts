import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemText as asText } from '../../labs/reader/problem.ts';
import { lintLabs } from '../../scripts/lint-labs/lint.ts';
import { readabilityOf, readabilityReport } from '../../scripts/lint-labs/readability.ts';

/** A mistake that an author may make: what it changes on which page, and what the gate has to say of it. */
interface Mistake {
  name: string;
  page: string;
  from: RegExp | string;
  to: string;
  /** Text on the line that has to be named; line 1 where the whole page is meant. */
  on?: string;
  says: string;
}

/** Each on a page of its own: a page that its reader refuses is not held to the other rules. */
const unreadable: Mistake[] = [
  {
    name: 'a number that is none',
    page: 'steps/step-1-credentials.md',
    from: /^minutes: .*$/m,
    to: 'minutes: soon',
    on: 'minutes: soon',
    says: `'minutes' is "soon"`,
  },
  {
    name: 'a section that is missing',
    page: 'steps/step-2-repository.md',
    from: '## Going further',
    to: '### Going further',
    says: "is not 'Going further'",
  },
  {
    name: 'a fence with a word that nobody knows',
    page: 'steps/step-3-bucket.md',
    from: '```bash\n',
    to: '```bash tiemout=5\n',
    on: 'tiemout',
    says: "unknown fence key 'tiemout'",
  },
  {
    name: 'a language that nobody runs',
    page: 'steps/step-4-connection.md',
    from: '```bash\n',
    to: '```shell\n',
    on: '```shell',
    says: "unknown fence language 'shell'",
  },
  {
    name: 'a comment that zsh takes for a command',
    page: 'steps/step-5-pipeline.md',
    from: '```bash\n. workspace/values.sh',
    to: '```bash\n# first the names\n. workspace/values.sh',
    on: '# first the names',
    says: "a comment is no comment at zsh's prompt",
  },
  {
    name: 'another step’s check',
    page: 'steps/step-6-approval.md',
    from: 'npm run check step-6\n```',
    to: 'npm run check step-5\n```',
    on: 'npm run check step-5',
    says: 'not the page’s check',
  },
  {
    name: 'a link to a page that is not there',
    page: 'steps/step-7-presigned-url.md',
    from: '## Going further\n',
    to: '## Going further\n\n[More](../reference/presigning.md)\n',
    on: 'presigning.md',
    says: 'nothing stands at ../reference/presigning.md',
  },
  {
    name: 'a link to a place that is not there',
    page: 'steps/step-8-redeploy.md',
    from: '## Going further\n',
    to: '## Going further\n\n[More](#nowhere)\n',
    on: '#nowhere',
    says: 'nothing stands at #nowhere',
  },
  {
    name: 'a question that folds the rest of the page away',
    page: 'steps/step-8-redeploy.md',
    from: /\n<\/details>\n\n## Going further/,
    to: '\n## Going further',
    on: '<details><summary>You push while',
    says: 'this <details> is never closed',
  },
  {
    name: 'only GNU’s option',
    page: 'steps/step-9-cleanup.md',
    from: /^\. workspace\/values\.sh$/m,
    to: '. workspace/values.sh\ndate -d yesterday',
    on: 'date -d',
    says: 'only GNU tools know this option',
  },
  {
    name: 'an id that is not the file’s',
    page: 'steps/step-9-cleanup.md',
    from: 'name: cleanup',
    to: 'name: sweeping',
    says: 'the file is called step-9-cleanup.md',
  },
];

const readable: Mistake[] = [
  {
    name: 'a column without a heading',
    page: 'reference/classroom.md',
    from: '| question | one account for all |',
    to: '| | one account for all |',
    on: '| | one account for all |',
    says: 'a column has no heading',
  },
  {
    name: 'a misspelled word',
    page: 'steps/step-3-bucket.md',
    from: 'The bucket stays private',
    to: 'The buckte stays private',
    on: 'buckte',
    says: "'buckte' is in no dictionary",
  },
  {
    name: 'an operation that no service has',
    page: 'steps/step-3-bucket.md',
    from: 'aws s3api put-bucket-tagging',
    to: 'aws s3api put-bucket-tag',
    on: 'put-bucket-tag ',
    says: 'aws s3api put-bucket-tag is not understood',
  },
  {
    name: 'a parameter that the operation has not',
    page: 'steps/step-3-bucket.md',
    from: '--versioning-configuration Status=Enabled',
    to: '--versioning Status=Enabled',
    on: '--versioning Status',
    says: 'aws s3api put-bucket-versioning is not understood',
  },
  {
    name: 'a value that the parameter has not',
    page: 'causes/versioning-off.md',
    from: '--versioning-configuration Status=Enabled',
    to: '--versioning-configuration Statsu=Enabled',
    on: 'Statsu',
    says: 'Unknown parameter in VersioningConfiguration: "Statsu"',
  },
  {
    name: 'a variable that nothing set',
    page: 'steps/step-7-presigned-url.md',
    from: '"s3://$DEPLOY_BUCKET/index.html"',
    to: '"s3://$BUCKET_NAME/index.html"',
    on: '$BUCKET_NAME',
    says: '$BUCKET_NAME is not set here',
  },
  {
    name: 'the names not read in',
    page: 'causes/transition-disabled.md',
    from: '. workspace/values.sh\n',
    to: '',
    on: 'aws codepipeline get-pipeline-state',
    says: '$PIPELINE_NAME is not set here',
  },
  {
    name: 'a connection’s name of 34 letters',
    page: 'steps/step-1-credentials.md',
    from: 'CONNECTION_NAME="github-codepipeline-lab"',
    to: 'CONNECTION_NAME="github-connection-codepipeline-lab"',
    on: 'github-connection-codepipeline-lab',
    says: 'AWS does not take the name github-connection-codepipeline-lab',
  },
  {
    name: 'a name that the checker does not look for',
    page: 'steps/step-1-credentials.md',
    from: 'PIPELINE_NAME="codepipeline-s3-deploy-lab"',
    to: 'PIPELINE_NAME="codepipeline-s3-lab"',
    on: 'PIPELINE_NAME="codepipeline-s3-lab"',
    says: 'the checker looks for another name than codepipeline-s3-lab',
  },
  {
    name: 'a check without a paragraph',
    page: 'steps/step-3-bucket.md',
    from: '<a id="check-bucket-versioned"></a>',
    to: '',
    says: 'no paragraph is called #check-bucket-versioned',
  },
  {
    name: 'a paragraph without a check',
    page: 'steps/step-4-connection.md',
    from: '## By terminal\n',
    to: '## By terminal\n\n<a id="check-connection-fast"></a>It is fast.\n',
    on: 'check-connection-fast',
    says: 'no check leads to #check-connection-fast',
  },
  {
    name: 'a cause that nothing leads to',
    page: 'steps/step-3-bucket.md',
    from: /^- \[A bucket policy lets everybody in\].*\n/m,
    to: '',
    on: '## What can go wrong',
    says: 'nothing leads to the cause bucket-policy-public',
  },
  {
    name: 'no word of what is printed',
    page: 'steps/step-7-presigned-url.md',
    from: /```text output\n[\s\S]*?```\n/g,
    to: '',
    on: '## By terminal',
    says: 'no command shows what it prints',
  },
  {
    name: 'a console way without a name',
    page: 'steps/step-7-presigned-url.md',
    from: /## By console\n[\s\S]*?(?=## By terminal)/,
    to: '## By console\n\nClick around.\n\n',
    on: '## By console',
    says: 'the way by console names nothing to choose',
  },
  {
    name: 'a term that is not linked where it is used first',
    page: 'steps/step-4-connection.md',
    from: '[handshake](../reference/glossary.md#handshake)',
    to: 'handshake',
    on: 'on both sides: this is the handshake',
    says: "'handshake' is used first here, and not linked",
  },
  {
    name: 'a term that is linked twice',
    page: 'steps/step-6-approval.md',
    from: '## Going further\n',
    to: '## Going further\n\nA [token](../reference/glossary.md#token) is for one answer.\n',
    on: 'A [token]',
    says: "'token' is used before",
  },
  {
    name: 'a link to a place that a page of the reference has not',
    page: 'steps/step-8-redeploy.md',
    from: '## Going further\n',
    to: '## Going further\n\n[More](../reference/faq.md#17-nothing)\n',
    on: '#17-nothing',
    says: 'nothing stands at ../reference/faq.md#17-nothing',
  },
  {
    name: 'a picture without words',
    page: 'reference/concepts.md',
    from: /\n## /,
    to: '\n![](../diagrams/anatomy.svg)\n\n## ',
    on: '![](',
    says: "the image's text is ''",
  },
];

/** What is said only where every page can be read, and every picture is one. */
const undrawable: Mistake[] = [
  {
    name: 'a diagram that cannot be drawn',
    page: 'diagrams/execution.dot',
    from: '  push -> source\n',
    to: '  push -> -> source\n',
    on: '  push -> -> source',
    says: 'Graphviz says: syntax error',
  },
  {
    name: 'a wrong letter in an alternative',
    page: 'diagrams/teardown.dot',
    from: 'so that nothing fills',
    to: 'so that nothnig fills',
    on: 'nothnig',
    says: "'nothnig' is in no dictionary",
  },
];

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What the gate says of a copy of the course with these mistakes in it, a line each. */
async function messagesOf(
  mistakes: readonly Mistake[],
): Promise<{ messages: string[]; lines: Map<Mistake, number> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lint-labs-'));
  folders.push(folder);
  const labs = join(folder, 'labs');
  cpSync('labs', labs, { recursive: true });
  cpSync('README.md', join(folder, 'README.md'));
  for (const { name, page, from, to } of mistakes) {
    const file = join(labs, page);
    const before = readFileSync(file, 'utf8');
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${name}: nothing was changed on ${page}`);
    writeFileSync(file, after);
  }
  const lines = new Map(
    mistakes.map((mistake) => {
      const text = readFileSync(join(labs, mistake.page), 'utf8');
      const at = mistake.on === undefined ? 0 : text.indexOf(mistake.on);
      return [mistake, text.slice(0, at).split('\n').length] as const;
    }),
  );
  const { problems } = await lintLabs(labs);
  return { messages: problems.map((problem) => asText(problem).replaceAll(`${labs}/`, '')), lines };
}

describe('the author’s gate', () => {
  it('has nothing to say of the course as it is, and reports how hard it is to read', async () => {
    const { course, problems } = await lintLabs('labs');
    expect(problems.map(asText)).toEqual([]);
    const report = readabilityReport(course);
    expect(report).toMatch(/steps +9 pages/);
    for (const { file } of course.steps) expect(readabilityOf(file).grade).toBeLessThan(9);
  });

  describe.each([
    ['what cannot be read as a page', unreadable],
    ['what is wrong on a page', readable],
    ['what is wrong in a diagram', undrawable],
  ])('says %s', (_kind, mistakes) => {
    let messages: string[];
    let lines: Map<Mistake, number>;
    beforeAll(async () => {
      ({ messages, lines } = await messagesOf(mistakes));
    }, 60_000);

    it.each(mistakes)('$name', (mistake) => {
      const about = messages.filter((line) => line.startsWith(`${mistake.page}:`));
      const line = mistake.on === undefined ? '\\d+' : String(lines.get(mistake));
      const found = about.find((each) => each.includes(mistake.says));
      expect(found, about.join('\n')).toMatch(new RegExp(`^[^:]+:${line}: `));
      expect(found).toMatch(/\. Expected .+\. .+\.$/);
    });

    // A page that cannot be read may have more to say of it.
    it('and nothing else', () => {
      const unexpected = messages.filter(
        (line) =>
          !mistakes.some(
            ({ page, says }) => line.startsWith(page) && (mistakes === unreadable || line.includes(says)),
          ),
      );
      expect(unexpected).toEqual([]);
    });
  });
});
