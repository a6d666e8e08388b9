import type { PageSettings, Target, TeardownPlan } from './api-types.ts';
import type { ClassFeed } from './class/ports.ts';
import type { OrderedFinding } from './finding.ts';
import type { Rejection } from './guard.ts';

export const settingNames = ['region', 'repository', 'branch', 'seat', 'deployBucket'] as const;

/** The practice console as the companion serves it: one page, and an API below `/api/console/`. */
export interface ConsoleMount {
  /** Whether the account is a practice account. A real account has AWS's own console. */
  isAvailable: boolean;
  /** The HTML of the console's page, the same for every URL below `/console`. */
  page: string;
  /** The longest request body, in bytes. */
  bodyLimit: number;
  answer(
    path: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<{ status: number; body: object } | Rejection>;
}

export interface CompanionOptions {
  /** The built site. */
  folder: string;
  /** The folder of the companion's own scripts and styles. */
  assets: string;
  port: number;
  /** Other host names, with their ports, under which a forwarder serves this companion. None unless given. */
  allowedHosts?: readonly string[];
  /** Identifies the account. Rejects with an Error whose message states what to do. */
  target(): Promise<Target>;
  /** Reads the current settings. Rejects with an Error whose message states what to do. */
  settings(): Promise<PageSettings>;
  /** Stores the settings that a page sent. Throws an Error that names the wrong setting; then nothing is stored. */
  saveSettings(settings: PageSettings): void;
  /** Checks one step: reports each finding as soon as it is certain, and resolves to the verdict. */
  check(step: string, url: string | undefined, onFinding: (finding: OrderedFinding) => void): Promise<string>;
  /** What a teardown would do, in words, and the digest that confirms it. Without a digest, nothing would be deleted. */
  plan(): Promise<TeardownPlan>;
  /** Carries out the plan with this digest, reports its output as it comes, and resolves to the exit code. */
  carryOut(digest: string, onOutput: (text: string) => void): Promise<number>;
  /** The practice console, served at `/console`. */
  console?: ConsoleMount;
  /** The class that `/class` shows, when the command polls one. */
  class?: ClassFeed;
  /** Called with every error that a request's handler did not expect. */
  onInternalError(error: unknown): void;
}
