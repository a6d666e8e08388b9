import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPractice } from '../../../../practice/start.ts';
import { type Lab, openLab } from './lab.ts';
import { answer, approvalToken, createPipeline, newest } from './steps.ts';

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), 'pipeline-state-'));
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

it('an approval that waited before a restart accepts a response after it, and the deploy continues', async () => {
  const before = await openLab({ stateDir });
  before.available();
  await before.push({ 'index.html': 'kept' }, 'First');
  await createPipeline(before);
  const token = await approvalToken(before);
  await before.close();

  const practice = await startPractice({ port: 0, stateDir });
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = practice.exports;
  const pipelines = new CodePipelineClient({
    endpoint: practice.endpoint,
    region: practice.region,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const after: Lab = { ...before, practice, pipelines };
  expect(await approvalToken(after)).toBe(token);
  await answer(after, token);
  expect((await newest(after, 'Succeeded')).status).toBe('Succeeded');
  pipelines.destroy();
  await practice.close();
});

it('a source action that the end of the process interrupted runs again', async () => {
  const before = await openLab({ stateDir });
  before.available();
  await before.push({ 'index.html': 'kept' }, 'First');
  await createPipeline(before);
  await before.close();
  const practice = await startPractice({ port: 0, stateDir });
  const { AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = practice.exports;
  const pipelines = new CodePipelineClient({
    endpoint: practice.endpoint,
    region: practice.region,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  const after: Lab = { ...before, practice, pipelines };
  expect(await approvalToken(after)).toMatch(/^[0-9a-f-]{36}$/);
  pipelines.destroy();
  await practice.close();
});
