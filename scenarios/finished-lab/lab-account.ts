import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  PutApprovalResultCommand,
} from '@aws-sdk/client-codepipeline';
import { defined } from '../../base/defined.ts';
import { outputOf } from '../../checker/account/run-program.ts';
import { type Lab, type LabNames, namesOf } from '../../checker/lab/lab.ts';
import type { Practice } from '../../practice/start.ts';
import { type Clients, clientsOf } from '../practice-clients.ts';
import { pageHtml, repository } from './repository.ts';

/** A practice account that contains the lab, with what a test needs to inspect and to change it. */
export interface LabAccount {
  practice: Practice;
  clients: Clients;
  names: LabNames;
  clone: string;
  repository: string;
  /** The ARN of the role's permissions boundary. */
  boundary?: string;
  git(...args: string[]): Promise<string>;
  /** Writes the page, commits and pushes. Resolves to the commit's id. */
  push(version: number): Promise<string>;
  /** Waits until the execution of this commit requests approval, and responds. Resolves to the execution's id. */
  approve(commit: string, status?: 'Approved' | 'Rejected'): Promise<string>;
  /** Calls `poll` until it resolves to a value. Throws after 20 seconds. */
  until<T>(poll: () => Promise<T | undefined>): Promise<T>;
  /** The environment variables of a check of this account. */
  env: Record<string, string>;
  close(): Promise<void>;
}

/** How a lab differs from the usual one. */
export interface LabVariant {
  region?: string;
  seat?: string;
  /** Names that the learner chose. */
  names?: Lab['names'];
  /** The ARN of the permissions boundary that the pipeline's role is created with. */
  boundary?: string;
  /** `owner/name`, if it differs from the usual one. */
  repository?: string;
}

/** A lab in a practice account that is already running. `close` does not stop the account. */
export function labInAccount(
  practice: Practice,
  root: string,
  { seat, names: ownNames, boundary, repository: ofSeat = repository }: LabVariant,
): LabAccount {
  const clients = clientsOf(practice);
  const names = namesOf(
    {
      region: practice.region,
      branch: 'main',
      ...defined({ seat, names: ownNames }),
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
    ...defined({ LAB_SEAT: seat }),
    ...practice.exports,
  };
  const git = (...args: string[]) =>
    outputOf('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: clone,
      env: { PATH: env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
    });
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
    ...defined({ boundary }),
    async close() {
      clients.destroy();
    },
  };
}
