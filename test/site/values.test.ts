import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { labFrom, namesOf } from '../../checker/lab/lab.ts';
import {
  awsConsoleUrl,
  type LearnerSettings,
  placeholderText,
  settingProblem,
} from '../../checker/lab/learner-settings.ts';
import { readCourse } from '../../site/course.ts';
import { highlightCommands } from '../../site/shell/highlight.ts';
import { htmlToText } from '../../terminal/html.ts';

const own: LearnerSettings = {
  region: 'eu-west-1',
  account: '111122223333',
  owner: 'octocat',
  repository: 'my-page',
  branch: 'trunk',
  seat: 'anna',
  profile: 'sandbox',
};
const lab = labFrom({ region: 'eu-west-1', seat: 'anna' });
const names = namesOf(lab, '111122223333');

/** The commands of a block as a page with these values shows them. */
function filled(block: string, values: LearnerSettings = own): string {
  const html = highlightCommands(block).join('\n');
  return htmlToText(
    html.replace(
      /<var data-v="([^"]*)">([^<]*)<\/var>/g,
      (_, kind, plain) => placeholderText(kind, values) ?? plain,
    ),
  );
}

describe("the learner's own values", () => {
  it("replace the shell's variables in commands", () => {
    expect(filled('aws s3 ls "s3://$DEPLOY_BUCKET" --region "$AWS_REGION"')).toBe(
      `aws --profile sandbox s3 ls "s3://${names.deployBucket}" --region "eu-west-1"`,
    );
    expect(filled(`git -C "$CLONE" push -u origin main`)).toBe(
      'git -C "workspace/my-page" push -u origin trunk',
    );
    expect(filled('npm run check step-1')).toBe('AWS_PROFILE=sandbox npm run check step-1');
    expect(filled('X="$(aws sts get-caller-identity)"')).toBe(
      'X="$(aws --profile sandbox sts get-caller-identity)"',
    );
  });

  it('replace the names in the block that writes them, derived as the lab derives them', () => {
    const block = [
      'export AWS_REGION="us-east-1"',
      'export GITHUB_OWNER="your-github-name"',
      'cat > workspace/values.sh << EOF',
      'export DEPLOY_BUCKET="cp-s3-deploy-$ACCOUNT_ID-$AWS_REGION"',
      'export CONNECTION_NAME="github-codepipeline-lab"',
      'export ROLE_NAME="codepipeline-s3-deploy-lab-$AWS_REGION"',
      'EOF',
    ].join('\n');
    expect(filled(block).split('\n')).toEqual([
      'export AWS_REGION="eu-west-1"',
      'export GITHUB_OWNER="octocat"',
      'cat > workspace/values.sh << EOF',
      `export DEPLOY_BUCKET="${names.deployBucket}"`,
      `export CONNECTION_NAME="${names.connection}"`,
      `export ROLE_NAME="${names.role}"`,
      'EOF',
    ]);
    expect(filled(block, { seat: 'anna' })).toContain('"cp-s3-deploy-$ACCOUNT_ID-$AWS_REGION-anna"');
  });

  it('do not replace names that belong to AWS', () => {
    expect(filled('if [ "$AWS_REGION" = "us-east-1" ]; then echo; fi')).toBe(
      'if [ "eu-west-1" = "us-east-1" ]; then echo; fi',
    );
    expect(filled("echo '$DEPLOY_BUCKET'")).toBe("echo '$DEPLOY_BUCKET'");
    expect(filled('echo "$CONNECTION_ARN" main')).toBe('echo "$CONNECTION_ARN" main');
  });

  it('change nothing if none is known, and only the known ones otherwise', () => {
    expect(filled('aws s3 ls "$DEPLOY_BUCKET"', {})).toBe('aws s3 ls "$DEPLOY_BUCKET"');
    expect(filled('aws s3 ls "$DEPLOY_BUCKET"', { region: 'eu-west-1' })).toBe('aws s3 ls "$DEPLOY_BUCKET"');
    expect(placeholderText('deployBucket.text', { region: 'eu-west-1' })).toBe(
      'cp-s3-deploy-<account>-eu-west-1',
    );
    expect(placeholderText('deployBucket', { deployBucket: 'mine-1' })).toBe('mine-1');
    expect(placeholderText('role.start', own)).toBe('anna-cp-lab-');
    expect(placeholderText('pipelineStart', { seat: 'anna-is-here' })).toBe('anna-is-here-cp-lab');
  });

  it('reach every variable of step 1 in every command of the course, which bash can still parse', () => {
    const course = readCourse(new URL('../../labs', import.meta.url).pathname);
    const shells = [...course.steps, ...course.causes, ...course.drills].flatMap(({ file, blocks }) =>
      blocks.map(({ text }) => ({ file, text: filled(text) })),
    );
    for (const { file, text } of shells) {
      const outsideQuotes = text.replace(/'[^'\n]*'/g, '');
      expect(outsideQuotes, file).not.toMatch(
        /\$\{?(AWS_REGION|DEPLOY_BUCKET|PIPELINE_NAME|CLONE|ROLE_NAME)\b(?!:)/,
      );
      expect(text.match(/\baws (?=[a-z0-9]+ )/g) ?? [], file).toEqual([]);
    }
    const script = shells.map(({ text }) => text).join('\n');
    execFileSync('bash', ['-n'], { input: script });
  });

  it('are rejected if they are invalid, or if a shell would expand them', () => {
    for (const [key, value] of Object.entries(own))
      expect(settingProblem(key as keyof LearnerSettings, value), key).toBeUndefined();
    expect(settingProblem('region', 'Ireland')).toBe('a region such as us-east-1');
    expect(settingProblem('account', '123')).toContain('twelve digits');
    expect(settingProblem('seat', 'Anna')).toContain('a-z');
    expect(settingProblem('owner', 'a/b')).toContain('GitHub user');
    expect(settingProblem('repository', 'a.git')).toContain('without .git');
    expect(settingProblem('deployBucket', 'No')).toContain('bucket name');
    for (const bad of ['a"b', 'a$(id)', 'a`id`', "a'b", 'a;b', 'a b', '-x'])
      for (const key of ['branch', 'profile'] as const)
        expect(settingProblem(key, bad), `${key} ${bad}`).toBeDefined();
  });

  it('point to the console of their region and partition', () => {
    expect(awsConsoleUrl('s3/home', {})).toBe('https://console.aws.amazon.com/s3/home');
    expect(awsConsoleUrl('s3/home', own)).toBe('https://console.aws.amazon.com/s3/home?region=eu-west-1');
    expect(awsConsoleUrl('iam/home', { region: 'cn-north-1' })).toMatch(
      /^https:\/\/console\.amazonaws\.cn\//,
    );
  });
});
