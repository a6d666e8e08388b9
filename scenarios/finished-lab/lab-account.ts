import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { type Lab, type LabNames, namesOf } from '../../checker/lab/lab.ts';
import type { Practice } from '../../practice/start.ts';
import { type Clients, clientsOf } from '../practice-clients.ts';
import { pageHtml, repository } from './repository.ts';

const run = promisify(execFile);

/** A practice account with the lab in it, and what is needed to look at it and to break it. */
export interface LabAccount {
  practice: Practice;
  clients: Clients;
  names: LabNames;
  clone: string;
  repository: string;
  /** The ARN of the boundary that the role is made with. */
  boundary?: string;
  git(...args: string[]): Promise<string>;
  /** Writes the page, commits, pushes; answers the commit's id. */
  push(version: number): Promise<string>;
  /** Waits for the execution of this commit to ask for approval, and answers it. */
  approve(commit: string, status?: 'Approved' | 'Rejected'): Promise<string>;
  /** Waits until `look` answers something. */
  until<T>(poll: () => Promise<T | undefined>): Promise<T>;
  /** The variables of a check that looks at this account. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** Where the lab is, and whose, where it is not the usual one's. */
export interface LabVariant {
  region?: string;
  seat?: string;
  /** Names of the learner's own choice. */
  names?: Lab['names'];
  /** The ARN of the permissions boundary that the pipeline's role is made with. */
  boundary?: string;
  /** `owner/name`, where it is not the usual one. */
  repository?: string;
}

/**
 * A lab in a practice account that runs already, worked on with these keys. Its `close` leaves the account open.
 */
export function labInAccount(
  practice: Practice,
  root: string,
  { seat, names: ownNames, boundary, repository: ofSeat = repository }: LabVariant,
): LabAccount {
  const clients = clientsOf(practice);
  const names = namesOf(
    {
      ...{ region: practice.region, branch: 'main' },
      ...(seat === undefined ? {} : { seat }),
      ...(ownNames === undefined ? {} : { names: ownNames }),
    },
    practice.accountId,
  );
  const clone = join(root, 'clone');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: root,
    LAB_HOME: join(root, 'lab'),
    LAB_REPOSITORY: ofSeat,
    LAB_CLONE: clone,
    ...(seat === undefined ? {} : { LAB_SEAT: seat }),
    ...practice.exports,
  };
  const git = async (...args: string[]) =>
    (
      await run('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: clone,
        env: { PATH: env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
      })
    ).stdout.trim();
  const until: LabAccount['until'] = async (poll) => {
    const end = Date.now() + 20_000;
    for (;;) {
      const found = await poll();
      if (found !== undefined) return found;
      if (Date.now() > end) throw new Error(`still not true after 20 seconds: ${poll}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const pipelineName = names.pipeline;
  return {
    practice,
    clients,
    names,
    clone,
    repository: ofSeat,
    git,
    until,
    env,
    async push(version) {
      writeFileSync(join(clone, 'index.html'), pageHtml(version));
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', `Version ${version}`);
      await git('push', '--quiet', `${practice.exports.LAB_GIT_URL}/${ofSeat}.git`, 'HEAD:refs/heads/main');
      return git('rev-parse', 'HEAD');
    },
    async approve(commit, status = 'Approved') {
      const id = await until(async () => {
        const { pipelineExecutionSummaries = [] } = await clients.pipelines.send(
          new ListPipelineExecutionsCommand({ pipelineName }),
        );
        return pipelineExecutionSummaries.find(
          ({ sourceRevisions }) => sourceRevisions?.[0]?.revisionId === commit,
        )?.pipelineExecutionId;
      });
      const token = await until(async () => {
        const { stageStates = [] } = await clients.pipelines.send(
          new GetPipelineStateCommand({ name: pipelineName }),
        );
        const stage = stageStates.find(({ stageName }) => stageName === 'Approve');
        if (stage?.latestExecution?.pipelineExecutionId !== id) return undefined;
        return stage.actionStates?.[0]?.latestExecution?.token;
      });
      await clients.pipelines.send(
        new PutApprovalResultCommand({
          pipelineName,
          stageName: 'Approve',
          actionName: 'Approve',
          token,
          result: { summary: 'I have read the commit', status },
        }),
      );
      await until(async () => {
        const { pipelineExecutionSummaries = [] } = await clients.pipelines.send(
          new ListPipelineExecutionsCommand({ pipelineName }),
        );
        const found = pipelineExecutionSummaries.find(
          ({ pipelineExecutionId }) => pipelineExecutionId === id,
        );
        return found?.status === 'InProgress' ? undefined : found;
      });
      return id;
    },
    ...(boundary === undefined ? {} : { boundary }),
    async close() {
      clients.destroy();
    },
  };
}
