import { describe, expect, it } from 'vitest';
import type { GivenFlags } from '../../../checker/lab/commands.ts';
import { liveLine } from '../../../checker/report/live.ts';
import { judgeLeftovers } from '../../../checker/steps/cleanup.ts';
import { plansText, resultsText, type TeardownResult } from '../../../checker/teardown/index.ts';
import type { KeptResource, Plan } from '../../../checker/teardown/plan.ts';
import type { Resource } from '../../../checker/teardown/resource.ts';

const resourceOf = (kind: Resource['kind'], id: string, name = id): Resource => ({
  kind,
  id,
  name,
  proofs: [],
  hints: [],
  holds: {},
  users: [],
  undetermined: [],
});

const role = resourceOf('role', 'arn:aws:iam::000000000000:role/r', 'r');
const bucket = resourceOf('deploy-bucket', 'cp-s3-deploy');
const undecided: KeptResource = { resource: bucket, why: 'only its name', review: 'decide' };

const planOf = (more: Partial<Plan> = {}): Plan => ({
  digest: '0123456789abcdef',
  accountId: '000000000000',
  region: 'us-east-1',
  toDelete: [role],
  kept: [undecided],
  absent: [],
  undetermined: [],
  limits: [],
  searchedRegions: [],
  elsewhere: [{ kind: 'role', name: 'r', region: 'eu-west-1' }],
  explanations: new Map(),
  ...more,
});

const lab = { region: 'us-east-1', branch: 'main' };
const verificationOf = (plan: Plan, remaining: Resource[] = []) => ({
  verified: false,
  at: 0,
  absent: [],
  undetermined: [],
  plan,
  remaining: remaining.map(({ kind, id, name }) => ({ kind, id, name })),
});

const done = (plan: Plan, remaining: Resource[] = []): TeardownResult => ({
  state: 'done',
  exit: 3,
  plan,
  done: [],
  verification: verificationOf(plan, remaining),
});

const onlyRole = planOf({ kept: [] });
const results: Record<string, TeardownResult> = {
  unconfirmed: { state: 'unconfirmed', exit: 2, plan: planOf() },
  changed: { state: 'changed', exit: 1, plan: planOf(), differences: ['x'] },
  stopped: { state: 'stopped', exit: 130, plan: planOf(), done: [{ resource: role, state: 'stopped' }] },
  'stopped before': { state: 'stopped', exit: 130, plan: planOf() },
  'with something to decide': done(planOf()),
  'with something confirmed to decide': done(planOf(), [bucket]),
  'with both': done(planOf(), [bucket, role]),
  'not finished': done(onlyRole, [role]),
};

/** All lines that a person could type. */
const commandsIn = (text: string) =>
  text.split('\n').flatMap((line) => /(?:npx lab|npm run) teardown.*/.exec(line)?.[0] ?? []);

const callError = {
  cause: 'denied' as const,
  service: 's3',
  operation: 'ListBuckets',
  actions: [],
  code: 'AccessDenied',
  message: 'no',
};

function everyCommand(given: GivenFlags): string[] {
  const screen = { width: 80, given };
  const plans = [planOf(), planOf({ region: 'eu-west-1' })];
  const leftover = { title: 'role', kind: 'role', name: 'r', arn: 'arn:aws:iam::1:role/r' } as const;
  const leftovers = { undetermined: [], notSearched: [], elsewhere: [] };
  const judged = (['deletable', 'undecided'] as const).flatMap((state) =>
    judgeLeftovers({ ...leftovers, items: [{ ...leftover, region: 'us-east-1', state }] }, given),
  );
  const elsewhere = judgeLeftovers(
    { ...leftovers, items: [], elsewhere: [{ ...leftover, region: 'x' }] },
    given,
  );
  return [
    plansText([planOf()], '0123456789abcdef', screen),
    plansText(plans, '0123456789abcdef', screen),
    ...Object.values(results).map((result) =>
      resultsText({ exit: result.exit, results: [result], regionsError: callError }, lab, screen),
    ),
    resultsText({ exit: 3, results: plans.map((plan) => done(plan)) }, lab, screen),
    ...[...judged, ...elsewhere].map(({ fix = '' }) => fix),
    liveLine({ live: { resources: [{ kind: 'role', name: 'r' }], unknown: [] }, given }) ?? '',
  ].flatMap(commandsIn);
}

describe('every printed command', () => {
  it('has nothing that was not given', () => {
    const commands = everyCommand({});
    expect(commands.length).toBeGreaterThan(25);
    expect(commands.join('\n')).not.toMatch(/--(?:seat|target|account|repository|branch|clone)/);
  });

  it.each([
    [{ seat: 'anna' }, '--seat anna'],
    [{ target: 'practice' }, '--target practice'],
    [{ account: '000000000000' }, '--account 000000000000'],
    [{ repository: 'octocat/page' }, '--repository octocat/page'],
    [{ clone: "my clone's" }, "--clone 'my clone'\\''s'"],
    [{ branch: '-x' }, '--branch=-x'],
    [{ region: 'us-east-1' }, '--region '],
    [{ seat: 'anna', target: 'live' }, '--seat anna --target live'],
  ])('repeats %j', (given, flags) => {
    const commands = everyCommand(given as unknown as GivenFlags);
    expect(commands.length).toBeGreaterThan(25);
    expect(commands.filter((command) => !command.includes(flags))).toEqual([]);
  });

  it('that is about another region names that region only', () => {
    const commands = everyCommand({ region: 'us-east-1' });
    expect(commands.filter((command) => command.match(/--region/g)?.length !== 1)).toEqual([]);
    expect(commands).toContain('npx lab teardown --region eu-west-1');
  });
});

const textOf = (result: TeardownResult) =>
  resultsText({ exit: result.exit, results: [result] }, lab, { width: 80 });

describe('the last line', () => {
  it('says to decide where only a decision helps, and then how to go on', () => {
    const toDecide = textOf(done(planOf(), [bucket]));
    expect(toDecide).toMatch(/Not all that was confirmed is deleted\. [\s\S]*decide about it, then[\s]type:/);
    expect(toDecide).toContain('\n    npx lab teardown --resume\n');
    expect(textOf(done(planOf()))).toMatch(
      /All that was confirmed is deleted\.[\s\S]*\n {4}npx lab teardown\n$/,
    );
    for (const text of [toDecide, textOf(done(planOf()))])
      expect(text).not.toContain('reasons above are gone');
    expect(textOf(done(planOf(), [bucket, role])).replace(/\s+/g, ' ')).toContain(
      "Decide about what may be the lab's, as listed above. Once the other reasons are gone, too, type:",
    );
    expect(textOf(done(onlyRole, [role]))).toContain('Once the reasons above are gone');
  });

  it('does not claim more than was searched', () => {
    const plan = planOf({
      toDelete: [],
      kept: [],
      limits: [{ what: 'tags of roles', why: '60 of 91 read' }],
    });
    const proven = { ...done(plan), exit: 0 as const };
    const remark = 'Not everything was searched: the limits are listed above.';
    for (const result of [proven, { state: 'nothing' as const, exit: 0 as const, plan }])
      expect(textOf(result).replace(/\s+/g, ' ')).toContain(remark);
    const whole = { ...plan, limits: [] };
    expect(textOf({ ...done(whole), exit: 0 })).not.toContain('searched');
  });
});

describe('a plan that is not carried out', () => {
  it.each([
    ['account', 'The account is not as it was when this was confirmed:'],
    ['plan', 'The plan that was confirmed is not known:'],
    ['confirmation', 'The confirmation has expired:'],
  ] as const)('has a heading of its own for the reason: %s', (differencesOf, heading) => {
    const text = textOf({ state: 'changed', exit: 1, plan: planOf(), differences: ['x'], differencesOf });
    expect(text.match(/^\S.*:$/gm)?.filter((line) => !line.startsWith('Nothing was'))).toEqual([heading]);
  });
});

describe('two resources of one name', () => {
  it('are told apart by their ARNs, and only they', () => {
    const arns = ['a', 'b'].map((id) => `arn:aws:codeconnections:us-east-1:000000000000:connection/${id}`);
    const twins = arns.map((arn) => resourceOf('connection', arn, 'github'));
    const plan = planOf({ toDelete: [role, ...twins], kept: [] });
    for (const text of [plansText([plan], undefined, { width: 80 }), textOf(done(plan, [role, ...twins]))]) {
      for (const arn of arns) expect(text.replace(/\s+/g, ' ')).toContain(`connection github (${arn})`);
      expect(text).not.toContain('role r (');
    }
  });
});

describe('the line about live resources', () => {
  const live = { resources: [{ kind: 'role' as const, name: 'r' }], unknown: [] };
  const leftovers = { items: [], undetermined: [], elsewhere: [], notSearched: [] };
  it('promises a deletion only where a teardown may delete something', () => {
    expect(liveLine({ live, leftovers })).toBe('still live: role r. A teardown keeps it.');
    const end = "To delete what is the lab's: npm run teardown";
    expect(liveLine({ live })).toBe(`still live: role r. ${end}`);
    const undetermined = [{ kind: 'role' as const, name: 'r', error: callError }];
    expect(liveLine({ live, leftovers: { ...leftovers, undetermined } })).toBe(`still live: role r. ${end}`);
  });
});
