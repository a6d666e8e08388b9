import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepPage } from '../../../labs/reader/page.ts';
import { readStepPage } from '../../../labs/reader/step-pages.ts';
import { fillValues } from '../../../labs/reader/values.ts';
import { PageRunError, runPages } from '../../../labs/runner/run-pages.ts';
import { openShellSession } from '../../../labs/runner/shell-session.ts';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { finishHandshake, readStepsWithValues } from '../../../scenarios/course.ts';
import { createSandbox, type Sandbox } from '../../../scenarios/sandbox.ts';

/** A mistake of an author on a page, and the message that the rehearsal has to report. */
interface Mistake {
  name: string;
  step: number;
  from: string | RegExp;
  to: string;
  says: string;
}

const mistakes: Mistake[] = [
  {
    name: 'a name that is not stored',
    step: 1,
    from: /^export DEPLOY_BUCKET=.*\n/m,
    to: '',
    says: "printed was 'nothing more'",
  },
  {
    name: 'another name than the printed one',
    step: 1,
    from: 'export DEPLOY_BUCKET="cp-s3-deploy-',
    to: 'export DEPLOY_BUCKET="cp-s3-site-',
    says: "the page says 'cp-s3-deploy-<account>-<region>'",
  },
  {
    name: 'a commit without its file',
    step: 2,
    from: 'git -C "$CLONE" add index.html\n',
    to: '',
    says: 'ended with 1, not 0',
  },
  {
    name: 'a branch named master',
    step: 2,
    from: 'symbolic-ref HEAD refs/heads/main',
    to: 'symbolic-ref HEAD refs/heads/master',
    says: 'push',
  },
  {
    name: 'a variable with a typing error',
    step: 3,
    from: '--bucket "$DEPLOY_BUCKET" --region "$AWS_REGION"\nelse',
    to: '--bucket "$DEPLOY_BUKET" --region "$AWS_REGION"\nelse',
    says: 'ended with',
  },
  {
    name: 'the region given twice',
    step: 3,
    from: 'if [ "$AWS_REGION" = "us-east-1" ]',
    to: 'if [ "$AWS_REGION" = "us-east-2" ]',
    says: 'InvalidLocationConstraint',
  },
  { name: 'an unknown setting', step: 3, from: 'Status=Enabled', to: 'Status=On', says: 'ended with' },
  {
    name: 'a connection’s name of 34 letters',
    step: 4,
    from: '--connection-name "$CONNECTION_NAME"',
    to: '--connection-name "github-connection-codepipeline-lab"',
    says: 'ValidationException',
  },
  {
    name: 'an outdated status name',
    step: 4,
    from: '```text output\nAVAILABLE',
    to: '```text output\nACTIVE',
    says: "the page says 'ACTIVE', printed was 'AVAILABLE'",
  },
  {
    name: 'a bucket that is not created',
    step: 5,
    from: /^ {2}aws s3api create-bucket --bucket "\$ARTIFACT_BUCKET" --region "\$AWS_REGION"\nelse/m,
    to: '  true\nelse',
    says: 'NoSuchBucket',
  },
  {
    name: 'an artifact that no action produces',
    step: 5,
    from: '"inputArtifacts": [{ "name": "SourceArtifact" }]',
    to: '"inputArtifacts": [{ "name": "BuildArtifact" }]',
    says: 'InvalidActionDeclarationException',
  },
  {
    name: 'an approval without its token',
    step: 6,
    from: ' --token "$APPROVAL_TOKEN"',
    to: '',
    says: '--token',
  },
  { name: 'an invalid response', step: 6, from: 'status=Approved', to: 'status=Yes', says: 'ended with' },
  {
    name: 'another HTTP status',
    step: 7,
    from: '```text output\n403',
    to: '```text output\n404',
    says: "the page says '404', printed was '403'",
  },
  {
    name: 'a missing file',
    step: 7,
    from: '"s3://$DEPLOY_BUCKET/index.html"',
    to: '"s3://$DEPLOY_BUCKET/home.html"',
    says: "the page says '200 text/html', printed was '404 application/xml'",
  },
  {
    name: 'a change that changes nothing',
    step: 8,
    from: 's/Version 1:/Version 2:/',
    to: 's/Version 7:/Version 2:/',
    says: 'grep',
  },
  {
    name: 'another trigger',
    step: 8,
    from: 'WebhookV2\n```',
    to: 'PollForSourceChanges\n```',
    says: "printed was 'WebhookV2'",
  },
  {
    name: 'a bucket that is not emptied',
    step: 9,
    from: '[ "$ROUND" -lt 100 ]',
    to: '[ "$ROUND" -lt 0 ]',
    says: 'BucketNotEmpty',
  },
  {
    name: 'a role that still has its policy',
    step: 9,
    from: /^aws iam delete-role-policy .*\n/m,
    to: '',
    says: 'DeleteConflict',
  },
];

const learner = { region: 'us-east-1', repository: 'octocat/codepipeline-s3-lab' };
const pages = readStepsWithValues(learner);
let sandbox: Sandbox;
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'rehearse-mistakes-'));
  const faults: unknown[] = [];
  sandbox = await createSandbox({
    env: process.env,
    cli: 'stand-in',
    repository: learner.repository,
    folder: join(root, 'stage'),
    onInternalError: (fault) => faults.push(fault),
  });
}, 60_000);
afterAll(async () => {
  await sandbox.close();
  rmSync(root, { recursive: true, force: true });
});

const authorize = (name: string) => finishHandshake(sandbox.practice.exports, name);

/** The page with the mistake, and the learner's values. */
function withMistake(page: StepPage, { name, from, to }: Mistake): StepPage {
  const file = join('labs', 'steps', basename(page.file));
  const before = readFileSync(file, 'utf8');
  const after = before.replace(from, () => to);
  if (after === before) throw new Error(`${name}: nothing was changed on ${file}`);
  const wrong = readStepPage(file, after);
  if (wrong.id !== 'step-1') return wrong;
  const [owner = '', repository = ''] = learner.repository.split('/');
  const values = { AWS_REGION: learner.region, GITHUB_OWNER: owner, GITHUB_REPOSITORY: repository };
  return fillValues([wrong], values)[0] ?? wrong;
}

/** The rehearsal's report of the page, run in a terminal and a folder of its own. */
async function errorOf(page: StepPage): Promise<string> {
  const folder = mkdtempSync(join(root, 'kit-'));
  cpSync(sandbox.folder, folder, { recursive: true });
  const session = openShellSession({
    env: { ...sandbox.practice.exports, LAB_REPOSITORY: learner.repository },
    cwd: folder,
    insteadOf: sandbox.practice.exports.LAB_GIT_URL ?? '',
    pathPrepend: sandbox.aws.pathPrepend,
  });
  try {
    await runPages([page], session, { authorize });
    return 'it went through';
  } catch (error) {
    if (error instanceof PageRunError) return error.message;
    throw error;
  } finally {
    await session.close();
  }
}

describe.each(pages.map((page, at) => ({ page, step: at + 1 })))('step $step', ({ page, step }) => {
  let id: string;
  beforeAll(async () => {
    ({ id } = await adminClient(sandbox.practice.exports).takeSnapshot());
  });
  // The next step's mistakes are injected where this step is done.
  afterAll(() => runPages([page], sandbox.session, { authorize }), 120_000);

  it.each(mistakes.filter((mistake) => mistake.step === step))('$name', async (mistake) => {
    const words = await errorOf(withMistake(page, mistake));
    await adminClient(sandbox.practice.exports).restoreSnapshot({ id });
    expect(words).toContain(mistake.says);
  });
});
