import { randomBytes } from 'node:crypto';
import { answerProof, isProof, requestProof } from '../../lab-home/companion-proof.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  type RunningCompanion,
  readRunningCompanions,
  removeEndedCompanion,
} from '../../lab-home/running-companion.ts';
import type { Io } from '../../terminal/command.ts';
import { escapeLine } from '../../terminal/escape-control.ts';
import { defineCommand } from '../framework/command.ts';
import { addressesText, oneUseText } from './companion/serve.ts';

const commandNames: Readonly<Record<string, RunningCompanion['command']>> = {
  start: 'lab start',
  board: 'lab class board',
};

/** Milliseconds until a companion that does not answer is reported. */
const answerTimeoutMs = 5000;

function notRunning(command: RunningCompanion['command'] | undefined, ended: RunningCompanion[]): CliError {
  const name = command ?? 'No companion';
  const last = ended.at(-1);
  const reason = last === undefined ? '' : ` The one on port ${last.port} has ended.`;
  const start = command === 'lab class board' ? 'npx lab class board' : 'npm start';
  const state = command === undefined ? 'is running' : 'is not running';
  return new CliError(`${name} ${state}.${reason} Start it: ${start}`);
}

/** Whether the text is an address of this companion. Nothing else is printed for a person to open. */
function isAddressOf(companion: RunningCompanion, text: unknown): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { origin, hash } = new URL(text);
  return companion.origins.includes(origin) && /^#access=[\w-]+$/.test(hash);
}

/** What the server on a companion's port sent: its answer, or an error. Any process can have that port by now. */
interface Sent {
  addresses?: unknown;
  proof?: unknown;
  error?: unknown;
}

/** Sends the request for new addresses. Rejects if there is no answer in JSON. */
async function sendRequest(
  { port, key }: RunningCompanion,
  nonce: string,
  signal: AbortSignal,
): Promise<Sent> {
  const response = await fetch(`http://127.0.0.1:${port}/api/addresses`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ nonce, proof: requestProof(key, nonce) }),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
  });
  return { ...((await response.json()) as Sent | null) };
}

/** Asks a companion for new addresses. Throws CliError unless it answers, and proves that it has the key of the record. */
async function requestAddresses(companion: RunningCompanion, signal: AbortSignal): Promise<string[]> {
  const { port, key, command } = companion;
  const failed = (reason: string) =>
    new CliError(
      `${command} on port ${port} gave no address: ${escapeLine(reason)}. If it has ended, start it again.`,
      3,
    );
  const nonce = randomBytes(32).toString('base64url');
  const { addresses, proof, error } = await sendRequest(companion, nonce, signal).catch((error: Error) => {
    signal.throwIfAborted();
    throw failed(error.cause instanceof Error ? error.cause.message : error.message);
  });
  const isValid =
    Array.isArray(addresses) &&
    addresses.length > 0 &&
    addresses.every((each) => isAddressOf(companion, each)) &&
    isProof(proof, answerProof(key, nonce, addresses));
  if (isValid) return addresses;
  throw failed(typeof error === 'string' ? error : 'the server on this port is not that companion');
}

async function printAddresses(companion: RunningCompanion, io: Io): Promise<void> {
  const addresses = await requestAddresses(companion, io.signal);
  io.stdout(`${companion.command}, on port ${companion.port}:\n${addressesText(addresses)}\n`);
}

export const command = defineCommand({
  name: 'open',
  description:
    'Prints a new address for the running companion (lab start) and for the running board (lab class board).',
  usage: ['lab open [start | board]'],
  positionals: [{ name: 'start | board', choices: { start: 'only the companion', board: 'only the board' } }],
  options: {},
  notes: [
    'Each address works once, for one browser tab. Type this when you need a second tab, when the tab was closed, or when a page reports that it has no access. Only the user who started the companion can do this.',
  ],
  exitCodes: {
    0: 'an address was printed',
    2: 'no companion is running, or its record cannot be used',
    3: 'a companion did not answer',
  },
  examples: ['npx lab open', 'npx lab open board'],
  async run(_values, [name], io) {
    const command = name === undefined ? undefined : commandNames[name];
    const { running, ended } = readRunningCompanions(io.env);
    for (const companion of ended) removeEndedCompanion(io.env, companion);
    const isChosen = (companion: RunningCompanion) => command === undefined || companion.command === command;
    const chosen = running.filter(isChosen);
    if (chosen.length === 0) throw notRunning(command, ended.filter(isChosen));
    for (const companion of chosen) await printAddresses(companion, io);
    io.stdout(oneUseText);
    return 0;
  },
});
