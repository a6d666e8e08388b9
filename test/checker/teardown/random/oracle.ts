import type { AccountState, Kind, PipelineFacts } from './account-state.ts';
import { artifactPrefix, consolePath, namesIn, pipelineName, policyArn } from './lab-names.ts';

/** What the contract says about one resource in the account's state before the teardown. */
export interface Verdict {
  kind: Kind;
  id: string;
  name: string;
  /** The labs of the run that it counts for; empty if it could be any lab's of the run. */
  regions: string[];
  proofs: string[];
  /** What else uses it, for certain. */
  users: string[];
  /** What may count as a user. */
  possibleUsers: string[];
  /** A tag of another lab or seat. */
  ruledOut: boolean;
  /** How many entries of a bucket the lab did not make. */
  unexplained: number;
  /** A teardown may delete it. */
  may: boolean;
  /** A teardown to which nothing else happens has to delete it. */
  must: boolean;
  /** It looks like the lab's by at least one strong sign, so that it must be told and a run cannot end well. */
  strong: boolean;
  /** Its own name or tag is such a sign, without the lab's pipeline. */
  strongAlone: boolean;
  /** It has to be mentioned, and does not change the exit code. */
  told: boolean;
}

/** The number of single-character edits between two names, up to 3. */
export function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return Math.min(3, row[b.length] ?? 3);
}

const isRuledOut = (tags: Record<string, string>) =>
  (tags.lab !== undefined && tags.lab !== 'codepipeline-lab') || tags.seat !== undefined;
const isTagged = (tags: Record<string, string>) => tags.lab === 'codepipeline-lab' && !isRuledOut(tags);

/** The connection's ARN without the service's prefix, of which there are two. */
const plain = (arn: string) => arn.replace(':codestar-connections:', ':codeconnections:');

type Draft = Omit<Verdict, 'may' | 'must' | 'strong' | 'strongAlone' | 'told'> & {
  hasStrongName: boolean;
  near: boolean;
  certain: boolean;
};

const newDraft = (kind: Kind, id: string, name: string): Draft => ({
  kind,
  id,
  name,
  regions: [],
  proofs: [],
  users: [],
  possibleUsers: [],
  ruledOut: false,
  unexplained: 0,
  hasStrongName: false,
  near: false,
  certain: true,
});

function settle({ hasStrongName, near, certain, ...draft }: Draft): Verdict {
  const { proofs, users, possibleUsers, ruledOut, unexplained } = draft;
  const may = proofs.length >= 2 && users.length === 0 && !ruledOut && unexplained === 0;
  const strongAlone = !ruledOut && (hasStrongName || proofs.includes('tag'));
  const strong = strongAlone || (!ruledOut && proofs.includes('pipeline'));
  const must = may && certain && possibleUsers.length === 0;
  return { ...draft, may, must, strong, strongAlone, told: near && !strong && !ruledOut };
}

/** The principals of a trust policy that are not CodePipeline; of another account's root only the account. */
function otherPrincipals(trust: string): string[] {
  const { Statement } = JSON.parse(trust) as { Statement: { Principal: Record<string, string> }[] };
  return Statement.flatMap(({ Principal }) => Object.values(Principal))
    .filter((each) => each !== 'codepipeline.amazonaws.com')
    .map((each) => /^arn:aws:iam::(\d{12}):root$/.exec(each)?.[1] ?? each);
}

const usersAmong = (pipelines: readonly PipelineFacts[], uses: (pipeline: PipelineFacts) => boolean) =>
  pipelines.filter(uses).map(({ name, region }) => `pipeline ${name} in ${region}`);

/**
 * Judges everything in the account. `run` has the regions of the labs that are torn down, `foreign` the records of the
 * bucket entries that the lab did not make.
 */
export function judge(state: AccountState, run: readonly string[], foreign: ReadonlySet<string>): Verdict[] {
  const verdicts: Verdict[] = [];
  const add = (draft: Draft): Verdict => {
    const verdict = settle(draft);
    verdicts.push(verdict);
    return verdict;
  };
  const labs = run.map(namesIn);

  const proven: PipelineFacts[] = [];
  for (const pipeline of state.pipelines) {
    const { arn, name, region, tags } = pipeline;
    if (!run.includes(region)) continue;
    const draft = newDraft('pipeline', arn, name);
    draft.regions = [region];
    draft.ruledOut = isRuledOut(tags);
    draft.hasStrongName = name === pipelineName;
    if (draft.hasStrongName) draft.proofs.push('name');
    if (isTagged(tags)) draft.proofs.push('tag');
    if (draft.hasStrongName && pipeline.deployBuckets.includes(namesIn(region).deployBucket))
      draft.proofs.push('definition');
    draft.near = distance(name, pipelineName) <= 2;
    if (add(draft).may) proven.push(pipeline);
  }
  const others = state.pipelines.filter((pipeline) => !proven.includes(pipeline));

  for (const { name, region, tags } of state.buckets) {
    const draft = newDraft('bucket', name, name);
    const named = labs.find((names) => names.deployBucket === name || names.artifactBucket === name);
    const users = proven.filter(
      (pipeline) => pipeline.artifactBucket === name || pipeline.deployBuckets.includes(name),
    );
    if (!run.includes(region) && named === undefined && users.length === 0) continue;
    draft.regions = named ? [named.region] : users.length > 0 ? users.map((each) => each.region) : [region];
    draft.ruledOut = isRuledOut(tags);
    draft.hasStrongName = named !== undefined;
    if (named) draft.proofs.push('name');
    if (isTagged(tags)) draft.proofs.push('tag');
    if (users.length > 0) draft.proofs.push('pipeline');
    draft.users = usersAmong(
      others,
      (pipeline) => pipeline.artifactBucket === name || pipeline.deployBuckets.includes(name),
    );
    const entries = state.entries.filter(({ bucket }) => bucket === name);
    draft.unexplained = entries.filter(({ record }) => foreign.has(record)).length;
    draft.near = labs.some(
      (names) => distance(names.deployBucket, name) <= 2 || distance(names.artifactBucket, name) <= 2,
    );
    // A deployed page is explained by an artifact that can still be read.
    const deployed = entries.filter(({ key }) => !key.startsWith(artifactPrefix));
    const stores = users.flatMap((pipeline) =>
      state.entries.filter(
        ({ bucket, key, record }) =>
          bucket === pipeline.artifactBucket &&
          key.startsWith(artifactPrefix) &&
          record.startsWith('s3/versions'),
      ),
    );
    draft.certain = deployed.length === 0 || stores.length > 0;
    if (/^codepipeline-[a-z0-9-]+-\d{12}$/.test(name)) {
      // The console's bucket belongs to all pipelines of the region.
      const holds = entries.some(({ key, record }) => key.startsWith(artifactPrefix) && !foreign.has(record));
      verdicts.push({
        ...settle({ ...draft, proofs: [] }),
        strong: false,
        strongAlone: false,
        told: !draft.ruledOut && (users.length > 0 || holds),
      });
    } else add(draft);
  }

  for (const region of run)
    for (const { name: bucket } of state.buckets) {
      const whole = verdicts.find((verdict) => verdict.kind === 'bucket' && verdict.id === bucket);
      const entries = state.entries.filter(
        (each) => each.bucket === bucket && each.key.startsWith(artifactPrefix),
      );
      if (whole?.may || entries.length === 0) continue;
      const store = proven.some(
        (pipeline) => pipeline.region === region && pipeline.artifactBucket === bucket,
      );
      const isOwn = namesIn(region).artifactBucket === bucket && (whole?.proofs.length ?? 0) >= 2;
      // In the console's bucket, a pipeline that is gone can have left them.
      const isLeft = bucket.startsWith(`codepipeline-${region}-`);
      if (!store && !isOwn && !isLeft) continue;
      const draft = newDraft('artifacts', `${bucket}/${artifactPrefix}`, `${bucket}/${artifactPrefix}`);
      draft.regions = [region];
      draft.proofs = ['name', ...(store ? ['pipeline'] : []), ...(isOwn ? ['bucket'] : [])];
      draft.users = usersAmong(
        others,
        (pipeline) =>
          pipeline.artifactBucket === bucket && `${pipeline.name.slice(0, 20)}/` === artifactPrefix,
      );
      draft.certain =
        store && whole?.ruledOut === false && (whole?.unexplained === 0 || /^codepipeline-/.test(bucket));
      verdicts.push({ ...settle(draft), strong: false, strongAlone: false });
    }

  for (const { arn, name, region, tags } of state.connections) {
    if (!run.includes(region)) continue;
    const draft = newDraft('connection', arn, name);
    const names = namesIn(region);
    const uses = (pipeline: PipelineFacts) => pipeline.connections.map(plain).includes(plain(arn));
    draft.regions = [region];
    draft.ruledOut = isRuledOut(tags);
    draft.hasStrongName = name === names.connection;
    if (draft.hasStrongName) draft.proofs.push('name');
    if (isTagged(tags)) draft.proofs.push('tag');
    if (proven.some(uses)) draft.proofs.push('pipeline');
    draft.users = usersAmong(others, uses);
    draft.near = distance(name, names.connection) <= 2;
    add(draft);
  }

  const roles = state.roles.map((role) => {
    const { arn, name, path, tags } = role;
    const draft = newDraft('role', arn, name);
    const named = labs.find(
      (names) => names.role === name || (names.console === name && path === consolePath),
    );
    const using = proven.filter((pipeline) => pipeline.roleArn === arn);
    draft.regions = named ? [named.region] : using.map(({ region }) => region);
    draft.ruledOut = isRuledOut(tags);
    draft.hasStrongName = named !== undefined;
    if (named) draft.proofs.push('name');
    if (isTagged(tags)) draft.proofs.push('tag');
    if (using.length > 0) draft.proofs.push('pipeline');
    draft.users = [
      ...usersAmong(others, (pipeline) => pipeline.roleArn === arn),
      ...otherPrincipals(role.trust),
    ];
    const { lastUsedRegion } = role;
    if (lastUsedRegion !== undefined) {
      const home = named?.region ?? using[0]?.region;
      const known = home === undefined ? run : [home, ...using.map(({ region }) => region)];
      if (!run.includes(lastUsedRegion)) draft.users.push(`last used in ${lastUsedRegion}`);
      else if (!known.includes(lastUsedRegion)) draft.possibleUsers.push(`last used in ${lastUsedRegion}`);
    }
    draft.near = labs.some((names) => distance(names.role, name) <= 2);
    // The tag alone does not tell which region's lab made the role.
    if (
      draft.regions.length === 0 &&
      /-(us|eu|ap)-[a-z]+-\d$/.test(name) &&
      !run.some((each) => name.endsWith(each))
    )
      draft.proofs = draft.proofs.filter((proof) => proof !== 'tag');
    return { role, verdict: add(draft) };
  });

  for (const { arn, name, path, tags } of state.policies) {
    const draft = newDraft('policy', arn, name);
    const byConsole = labs.find((names) => names.console === name && path === consolePath);
    const isOwn = arn === policyArn('codepipeline-lab');
    draft.regions = byConsole ? [byConsole.region] : isOwn && run.length === 1 ? [...run] : [];
    draft.ruledOut = isRuledOut(tags);
    draft.hasStrongName = byConsole !== undefined || isOwn;
    if (draft.hasStrongName) draft.proofs.push('name');
    if (isTagged(tags)) draft.proofs.push('tag');
    const holders = roles.filter(({ role }) => role.attached.includes(arn));
    if (holders.some(({ verdict }) => verdict.may)) draft.proofs.push('role');
    for (const { role, verdict } of holders) {
      if (!verdict.may) draft.users.push(`role ${role.name}`);
      else if (!verdict.must) draft.possibleUsers.push(`role ${role.name}`);
    }
    for (const { role, verdict } of roles)
      if (role.boundary === arn)
        (verdict.may ? draft.possibleUsers : draft.users).push(`boundary of role ${role.name}`);
    for (const user of state.users)
      if (user.attached.includes(arn) || user.boundary === arn) draft.users.push(`user ${user.name}`);
    draft.near = distance(name, 'codepipeline-lab') <= 2;
    add(draft);
  }
  return verdicts;
}
