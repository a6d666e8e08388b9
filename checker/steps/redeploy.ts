import type { Deployment } from '../facts/values.ts';
import { check, valueOr } from './check.ts';
import { fail, type Judgement, pass, waiting } from './finding.ts';
import { formatDuration, formatTime, shellQuote, shortId } from './format.ts';
import { type PipelineInfo, progress, release, unknownIfTruncated } from './progress.ts';
import { proofFacts, proofInputs, proofRawFacts, proveDeployment } from './proof.ts';
import { startsOnPush } from './structure.ts';

/** The trigger types of a push: through a connection, or by an older kind of change detection. */
const byPush = ['WebhookV2', 'Webhook', 'CloudWatchEvent', 'PollForSourceChanges'];

/** The newest approved deployment, started by a push, of another commit than one that was deployed before. */
function secondRelease(deployments: Deployment[]): Deployment | undefined {
  return deployments.find(
    (one, at) =>
      one.approval !== undefined &&
      byPush.includes(one.execution.trigger) &&
      deployments.slice(at + 1).some(({ commit }) => commit !== one.commit),
  );
}

/**
 * For this many milliseconds after a commit, an execution can still be about to start. The time of the push is
 * unknown; the commit is older.
 */
const pushGrace = 120_000;

const expectedSecond = 'a second execution, started by a push of another commit, approved and deployed';

/** Judges why none of the deployments is the expected second release; undefined if the reason is another one. */
function reasonMissed(deployments: Deployment[], pipelineInfo: PipelineInfo): Judgement | undefined {
  const differing = deployments.filter((one, at) =>
    deployments.slice(at + 1).some(({ commit }) => commit !== one.commit),
  );
  const unapproved = differing.find(({ approval }) => approval === undefined);
  const byHand = differing.find(({ execution }) => !byPush.includes(execution.trigger));
  if (byHand?.approval !== undefined) {
    return fail(
      expectedSecond,
      `execution ${shortId(byHand.execution.id)} of commit ${shortId(byHand.commit)} was started by ${byHand.execution.trigger}${byHand.execution.triggerDetail ? ` (${byHand.execution.triggerDetail})` : ''}, not by a push`,
      'See that a push starts the pipeline (npm run check step-5), change index.html once more, commit and push.',
      'started-by-hand',
    );
  }
  if (unapproved !== undefined) {
    return fail(
      expectedSecond,
      `execution ${shortId(unapproved.execution.id)} of commit ${shortId(unapproved.commit)} was deployed without an approval`,
      'See that the approval stage is in place (npm run check step-5), change index.html once more, commit and push.',
      'deployed-unapproved',
    );
  }
  if (deployments.length === 0) {
    return fail(
      expectedSecond,
      'nothing was deployed yet',
      `Finish step 6 first. If nothing is under way: ${release(pipelineInfo)}`,
      'no-second-execution',
    );
  }
  return undefined;
}

export const redeployChecks = [
  check({
    id: 'redeploy.pushed',
    title: 'A push brought a second release',
    why: 'This is what the pipeline is for: nobody starts it, the push does.',
    required: ['names'],
    optional: ['executions', 'runs', 'deployments'],
    context: ['stages', 'pipeline', 'branches', 'tipTime', 'clone', 'historyRead'],
    judge({ names, executions, runs = [], deployments, ...contextFacts }, { lab, now }) {
      const branches = valueOr(contextFacts.branches, undefined);
      const cloneState = valueOr(contextFacts.clone, undefined);
      const clone = cloneState?.foreign === undefined ? cloneState : undefined;
      const pipelineInfo = { pipeline: names.pipeline, region: lab.region, bucket: names.deployBucket, now };
      if (executions === undefined) {
        return fail(
          expectedSecond,
          `no pipeline ${names.pipeline}`,
          'Make the pipeline first: npm run check step-5 tells more.',
          'pipeline-missing',
        );
      }
      if (deployments === undefined) {
        return fail(
          expectedSecond,
          `no bucket ${names.deployBucket} to deploy to`,
          'Make the bucket first: npm run check step-3 tells more.',
          'bucket-missing',
        );
      }
      const found = secondRelease(deployments);
      if (found !== undefined) {
        return pass(
          expectedSecond,
          `execution ${found.execution.id} of commit ${shortId(found.commit)} (${found.execution.trigger}), approved by ${found.approval?.updatedBy ?? '?'} at ${formatTime(found.approval?.updated ?? 0)}`,
        );
      }
      const deployed = deployments[0];
      const newest = executions.find(({ status }) => status !== 'Superseded');
      const isLater =
        deployed === undefined || (newest !== undefined && newest.started > deployed.execution.started);
      if (newest !== undefined && isLater && newest.status !== 'Succeeded') {
        return unknownIfTruncated(
          progress(expectedSecond, newest, runs, contextFacts.stages, pipelineInfo, executions),
          contextFacts.historyRead,
        );
      }
      const reason = reasonMissed(deployments, pipelineInfo);
      if (reason !== undefined) return unknownIfTruncated(reason, contextFacts.historyRead);
      const folder = shellQuote(lab.clone ?? 'workspace/YOUR_REPOSITORY');
      const tip = branches?.[lab.branch];
      if (tip !== undefined && tip !== deployed?.commit) {
        const age = now - valueOr(contextFacts.tipTime, 0);
        const detects =
          contextFacts.pipeline.state !== 'known' || startsOnPush(contextFacts.pipeline.value, lab.branch);
        if (age < pushGrace && detects)
          return waiting(
            expectedSecond,
            `commit ${shortId(tip)} of ${formatDuration(age)} ago has started no execution yet; a push may take a minute or two to`,
            'Wait a moment, then check again.',
          );
        return fail(
          expectedSecond,
          `commit ${shortId(tip)} was pushed to ${lab.branch}, but started no execution`,
          'Look at the change detection: npm run check step-5. Once it is mended, change index.html once more, commit and push.',
          'detection-off',
        );
      }
      if (deployments.filter(({ approval }) => approval !== undefined).length > 1) {
        return fail(
          expectedSecond,
          `${deployments.length} deployments, all of commit ${shortId(deployed?.commit)}`,
          'Change index.html, commit and push. What was released again is the same commit as before.',
          'same-commit',
        );
      }
      const push = `git -C ${folder} commit -am "Change the page" && git -C ${folder} push origin ${lab.branch}`;
      const state =
        contextFacts.branches.state === 'unknown'
          ? `whether something was pushed to ${lab.branch} could not be read`
          : clone === undefined || (clone.ahead === 0 && !clone.changed)
            ? `nothing new was pushed to ${lab.branch}`
            : clone.ahead > 0
              ? `your change is committed, but not pushed`
              : 'your change to index.html is not committed';
      return unknownIfTruncated(
        fail(
          expectedSecond,
          `one deployment, of commit ${shortId(deployed?.commit)}; ${state}`,
          `Change index.html, then: ${push}`,
          'no-second-execution',
        ),
        contextFacts.historyRead,
      );
    },
  }),
  check({
    id: 'redeploy.live',
    title: "The live page is the second commit's",
    why: 'The same proof as before, for the new commit: the push, the approval and the bytes that are live belong together.',
    required: ['names', 'deployments'],
    optional: proofFacts,
    raw: proofRawFacts,
    after: ['redeploy.pushed'],
    judge({ names, deployments, ...values }, inputs) {
      const { lab, now } = inputs;
      const pipelineInfo = { pipeline: names.pipeline, region: lab.region, now };
      const judged = proveDeployment(proofInputs(values, names.deployBucket, inputs), pipelineInfo);
      const [wanted, live] = [secondRelease(deployments), values.liveDeployment];
      if (judged.verdict !== 'pass' || wanted === undefined || live?.commit === wanted.commit) return judged;
      const wrote = wanted.object === undefined ? ', which wrote no index.html' : '';
      return fail(
        `commit ${shortId(wanted.commit)} is live`,
        `commit ${shortId(live?.commit)} is live, of execution ${shortId(live?.execution.id)}; execution ${shortId(wanted.execution.id)} deployed commit ${shortId(wanted.commit)}${wrote}`,
        `See that the deploy action unpacks to the root of the bucket (npm run check step-5), then release the newest commit, and approve it: ${release(pipelineInfo)}`,
      );
    },
  }),
  check({
    id: 'redeploy.kept',
    title: 'The old version is still kept',
    why: 'Versioning keeps what a deploy replaces: the way back stays open.',
    required: ['names', 'earlierDeployment'],
    optional: ['earlierPage'],
    after: ['redeploy.pushed', 'redeploy.live'],
    judge({ earlierDeployment: { commit, object }, earlierPage, names }) {
      const expected = `the version of commit ${shortId(commit)} in ${names.deployBucket}`;
      if (object !== undefined && earlierPage !== undefined) {
        return pass(
          expected,
          `version ${object.versionId} of ${formatTime(object.modified)}, ${earlierPage.bytes} bytes`,
        );
      }
      return fail(
        expected,
        'it is gone: versioning was off when it was replaced, or somebody deleted it',
        'See that versioning is on (npm run check step-3), then change index.html once more, push and approve.',
        'old-version-lost',
      );
    },
  }),
  check({
    id: 'redeploy.changed',
    title: 'The page really changed',
    why: 'A push that leaves the file as it was runs the pipeline and shows nothing.',
    required: ['livePage', 'earlierPage'],
    after: ['redeploy.live', 'redeploy.kept'],
    judge({ livePage, earlierPage }) {
      const expected = 'index.html with other bytes than before';
      if (livePage.sha256 !== earlierPage.sha256) {
        return pass(
          expected,
          `sha256 ${earlierPage.sha256.slice(0, 12)} before, ${livePage.sha256.slice(0, 12)} now`,
        );
      }
      return fail(
        expected,
        'both commits have the same index.html',
        'Change its text, see that git diff shows it, commit and push.',
        'page-unchanged',
      );
    },
  }),
];
