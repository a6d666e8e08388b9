import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { adminClient } from '../../../practice/admin/client/admin-client.ts';
import { clientsOf } from '../../../scenarios/practice-clients.ts';
import { rawAdminRequest } from '../../kit/raw-admin-request.ts';
import { type Lab, openLab } from '../services/codepipeline/lab.ts';
import {
  actionIn,
  approvalToken,
  createPipeline,
  executionsOf,
  stateOf,
} from '../services/codepipeline/steps.ts';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const api = () => adminClient(lab.practice.exports);
const week = 7 * 24 * 3_600_000;

it("lets time pass: the engine's own timer ends an approval when it expires", async () => {
  lab.available();
  await lab.push({ 'index.html': 'x' }, 'First');
  await createPipeline(lab);
  await approvalToken(lab);
  const moves: object[] = [];
  lab.practice.emulator.events.on('pipeline-changed', (ref: object) => moves.push(ref));
  await api().advanceClock({ ms: week - 60_000 });
  expect(moves).toEqual([]);
  await api().advanceClock({ ms: 60_000 });
  // Before any read of the pipeline.
  expect(moves).not.toEqual([]);
  // The client's clock has not changed, and its signatures are accepted.
  const action = actionIn(await stateOf(lab), 'Approval');
  expect(action?.status).toBe('Failed');
  expect((action?.lastStatusChange?.getTime() ?? 0) - Date.now()).toBeGreaterThan(week - 60_000);
  expect((await executionsOf(lab))[0]?.status).toBe('Failed');
});

it('makes the clock wrong: signatures by a right clock are rejected until it is right again', async () => {
  const { sts, destroy } = clientsOf(lab.practice);
  const ask = () => sts.send(new GetCallerIdentityCommand({}));
  expect(await api().setClock({ offsetMs: 3_600_000 })).toMatchObject({
    offsetMs: 3_600_000,
  });
  await expect(ask()).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  const { headers } = await fetch(lab.practice.endpoint);
  expect(Date.parse(headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  await api().setClock({ offsetMs: 0 });
  sts.config.systemClockOffset = 0;
  await ask();
  destroy();
});

it.each([
  ['clock', {}, 'offsetMs is missing; expected a number'],
  ['clock', { offsetMs: '1h' }, 'offsetMs is "1h"; expected a number'],
  ['clock', { offset: 1 }, '"offset" is not known here; known: offsetMs.'],
  ['advance', { ms: -1 }, 'ms is -1; expected a number from 0'],
])('POST %s rejects %j', async (path, body, message) => {
  const { status, json } = await rawAdminRequest(lab.practice, 'POST', path, body);
  expect([status, json.error]).toEqual([400, expect.stringContaining(message)]);
});

it('lists the admin routes for an unknown route, another method, or a missing token', async () => {
  expect(await rawAdminRequest(lab.practice, 'POST', 'wether')).toMatchObject({
    status: 404,
    json: { error: expect.stringContaining('(known: authorize, weather, clock, advance') },
  });
  expect(await rawAdminRequest(lab.practice, 'DELETE', 'clock')).toMatchObject({
    status: 405,
    json: { error: '/_admin/clock takes GET, POST.' },
  });
  const strange = await rawAdminRequest(lab.practice, 'GET', 'weather', undefined, 'no');
  expect(strange.status).toBe(403);
});
