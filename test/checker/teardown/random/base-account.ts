import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
  UpdatePipelineCommand,
} from '@aws-sdk/client-codepipeline';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { type Practice, startPractice } from '../../../../practice/start.ts';
import { git as runGit } from '../../../kit/git.ts';
import { readAccount } from './account-state.ts';
import { consolePath, home, labTag, namesIn, pipelineName, roleArn, second, third } from './lab-names.ts';
import {
  definitionOf,
  deployingPolicy,
  makeBucket,
  makeConnection,
  makePipeline,
  makePolicy,
  makeRole,
  type PipelineShape,
  putObject,
  repository,
  Sdk,
  type Tags,
  until,
} from './sdk.ts';

export type Style = 'cli' | 'console' | 'wizard' | 'terraform';

/** What is built once and restored before each run. */
export interface Base {
  style: Style;
  /** A lab in the second region, and whether its pipeline works under the first region's role. */
  second: 'none' | 'own role' | 'same role';
  /** The deploy bucket had a page before the first deployment. */
  oldPage: boolean;
}

export const isConsole = (style: Style) => style === 'console' || style === 'wizard';
export const tagsOf = (style: Style): Tags => (isConsole(style) ? {} : labTag);

/** The role that a style's pipeline works under. */
export const roleOf = (style: Style, region: string) =>
  isConsole(style)
    ? { name: namesIn(region).console, arn: roleArn(namesIn(region).console, consolePath) }
    : style === 'terraform'
      ? { name: `tf-deploy-${region}`, arn: roleArn(`tf-deploy-${region}`) }
      : { name: namesIn(region).role, arn: roleArn(namesIn(region).role) };

export const artifactBucketOf = (style: Style, region: string) =>
  isConsole(style) ? namesIn(region).sharedBucket : namesIn(region).artifactBucket;

export interface Key {
  accessKeyId: string;
  secretAccessKey: string;
}

/** The page in the repository, which the lab's pipelines deploy. */
export const deployedPage = '<!doctype html><title>AWS CodePipeline Lab</title>\n';

/** A practice account with a snapshot per base. */
export class Bases {
  readonly practice: Practice;
  readonly sdk: Sdk;
  readonly internalErrors: unknown[];
  private readonly root: string;
  private readonly snapshots = new Map<string, { id: string; foreign: ReadonlySet<string> }>();
  /** The records of bucket entries that the lab did not make. */
  foreign = new Set<string>();
  /** The key of the user whose policy a run may set. */
  limited: Key = { accessKeyId: '', secretAccessKey: '' };

  private constructor(practice: Practice, root: string, internalErrors: unknown[]) {
    this.practice = practice;
    this.sdk = new Sdk(practice);
    this.root = root;
    this.internalErrors = internalErrors;
  }

  static async start(): Promise<Bases> {
    const errors: unknown[] = [];
    const practice = await startPractice({ port: 0, onInternalError: (error) => errors.push(error) });
    const bases = new Bases(practice, mkdtempSync(join(tmpdir(), 'random-teardown-')), errors);
    await bases.push();
    await bases.makeNeighborhood();
    await bases.keep('empty');
    return bases;
  }

  async close(): Promise<void> {
    this.sdk.close();
    await this.practice.close();
    rmSync(this.root, { recursive: true, force: true });
  }

  /** Does work whose bucket entries are not the lab's. */
  async foreignly<T>(work: () => Promise<T>): Promise<T> {
    const before = new Set(readAccount(this.practice).entries.map(({ record }) => record));
    const answer = await work();
    for (const { record } of readAccount(this.practice).entries)
      if (!before.has(record)) this.foreign.add(record);
    return answer;
  }

  /** Restores a base, and builds it the first time. */
  async open(base: Base): Promise<void> {
    const name = JSON.stringify(base);
    if (this.snapshots.has(name)) return this.restore(name);
    await this.restore('empty');
    const { style, oldPage } = base;
    if (oldPage) {
      const { deployBucket } = namesIn(home);
      await makeBucket(this.sdk, home, deployBucket, tagsOf(style));
      await this.foreignly(() => putObject(this.sdk, home, deployBucket, 'index.html', 'my old page'));
      // S3 reports whole seconds: within one, nobody can tell this page from the first deployed one.
      await pause(1_100);
    }
    await this.buildLab(style, home, oldPage, roleOf(style, home).arn);
    if (base.second !== 'none')
      await this.buildLab(
        style,
        second,
        false,
        roleOf(style, base.second === 'same role' ? home : second).arn,
      );
    // S3 reports whole seconds: what comes later than that was not written by the last deployment.
    await pause(2_100);
    await this.keep(name);
  }

  private async keep(name: string): Promise<void> {
    const { id } = await this.sdk.admin.takeSnapshot();
    this.snapshots.set(name, { id: String(id), foreign: new Set(this.foreign) });
  }

  private async restore(name: string): Promise<void> {
    const { id, foreign } = this.snapshots.get(name) ?? { id: '', foreign: new Set<string>() };
    await this.sdk.admin.restoreSnapshot({ id });
    this.foreign = new Set(foreign);
  }

  private async push(): Promise<void> {
    const clone = join(this.root, 'clone');
    mkdirSync(clone);
    const git = (...args: string[]) => runGit({ cwd: clone, home: this.root }, ...args);
    await git('init', '--quiet');
    writeFileSync(join(clone, 'index.html'), deployedPage);
    writeFileSync(join(clone, 'style.css'), 'body { color: black }\n');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Version 1');
    await git(
      ...[
        'push',
        '--quiet',
        `${this.practice.exports.LAB_GIT_URL}/${repository}.git`,
        'HEAD:refs/heads/main',
      ],
    );
  }

  /** What others have in the account, and the user whose policy a run may set. */
  private async makeNeighborhood(): Promise<void> {
    const { sdk } = this;
    const { iam } = sdk.in(home);
    await this.foreignly(async () => {
      for (const region of [home, second, third]) {
        for (const bucket of [`others-site-${region}`, `others-artifacts-${region}`]) {
          await makeBucket(sdk, region, bucket);
          await putObject(sdk, region, bucket, 'precious.txt', 'mine');
        }
        await makeConnection(sdk, region, 'others-connection');
        const { sharedBucket } = namesIn(region);
        await makeBucket(sdk, region, sharedBucket);
        await putObject(sdk, region, sharedBucket, 'others-pipeline/SourceArti/abc1234', 'zip');
      }
    });
    await makeRole(sdk, 'others-role');
    await makePolicy(sdk, 'others-policy');
    await iam.send(new CreateUserCommand({ UserName: 'somebody' }));
    await iam.send(new CreateUserCommand({ UserName: 'limited' }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'limited' }));
    this.limited = {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    };
  }

  private async makeRole(style: Style, region: string): Promise<void> {
    const { sdk } = this;
    const { iam } = sdk.in(home);
    const { name } = roleOf(style, region);
    if (isConsole(style)) {
      await makeRole(sdk, name, { path: consolePath });
      const PolicyArn = await makePolicy(sdk, name, consolePath);
      await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn }));
      return;
    }
    await makeRole(sdk, name, { tags: tagsOf(style) });
    const PolicyName = style === 'cli' ? 'codepipeline-lab' : 'terraform-20260101';
    await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName, PolicyDocument: deployingPolicy }));
  }

  private async buildLab(style: Style, region: string, hasDeployBucket: boolean, worksUnder: string) {
    const { sdk } = this;
    const names = namesIn(region);
    const tags = tagsOf(style);
    if (!hasDeployBucket) await makeBucket(sdk, region, names.deployBucket, tags);
    if (!isConsole(style)) await makeBucket(sdk, region, names.artifactBucket, tags);
    const connectionArn = await makeConnection(sdk, region, names.connection, tags);
    await sdk.admin.authorize({ name: names.connection, region });
    if (roleOf(style, region).arn === worksUnder) await this.makeRole(style, region);
    const shape: PipelineShape = {
      name: pipelineName,
      roleArn: worksUnder,
      connectionArn,
      artifactBucket: artifactBucketOf(style, region),
      deployBuckets: [names.deployBucket],
      approval: style !== 'wizard',
    };
    await makePipeline(sdk, region, shape, tags);
    const { pipelines } = sdk.in(region);
    if (style !== 'wizard') await this.approve(region);
    await until(`the first deployment in ${region}`, async () => {
      const { pipelineExecutionSummaries: [first] = [] } = await pipelines.send(
        new ListPipelineExecutionsCommand({ pipelineName }),
      );
      if (first?.status === 'Failed') throw new Error('the first deployment failed');
      return first?.status === 'Succeeded' ? first : undefined;
    });
    if (style === 'wizard')
      await pipelines.send(
        new UpdatePipelineCommand({ pipeline: definitionOf({ ...shape, approval: true }) }),
      );
  }

  private async approve(region: string): Promise<void> {
    const { pipelines } = this.sdk.in(region);
    const token = await until('an approval is asked for', async () => {
      const { stageStates = [] } = await pipelines.send(new GetPipelineStateCommand({ name: pipelineName }));
      return stageStates.find(({ stageName }) => stageName === 'Approve')?.actionStates?.[0]?.latestExecution
        ?.token;
    });
    await pipelines.send(
      new PutApprovalResultCommand({
        pipelineName,
        stageName: 'Approve',
        actionName: 'Approve',
        token,
        result: { summary: 'read', status: 'Approved' },
      }),
    );
  }
}
