import type { ClassFeed } from './class/ports.ts';
import type { OrderedFinding } from './finding.ts';
import type { Rejection } from './guard.ts';

/** Which account is meant, always in sight. */
export interface Target {
  kind: 'live' | 'practice' | 'endpoint';
  account: string;
  region: string;
  /** The line that every output begins with. */
  line: string;
}

/** The settings that pages carry and the checker goes by. The repository is `owner/name`. */
export type PageSettings = Partial<
  Record<'region' | 'repository' | 'branch' | 'seat' | 'deployBucket', string>
>;

export const settingNames = ['region', 'repository', 'branch', 'seat', 'deployBucket'] as const;

/** The practice console as the companion serves it: one page, and an API below `/api/console/`. */
export interface ConsoleMount {
  /** Whether a practice account is behind it. A real account has AWS's own console. */
  isAvailable: boolean;
  /** The HTML of its page, the same for every address below `/console`. */
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
  /** Where the companion's own script and style are. */
  assets: string;
  port: number;
  /** Who is asked. Rejects with an Error whose message says what to do. */
  target(): Promise<Target>;
  /** The settings as they are now. Throws an Error whose message says what to do. */
  settings(): Promise<PageSettings>;
  /** Keeps what a page has asked for. Throws an Error whose message names the setting; then nothing is kept. */
  saveSettings(settings: PageSettings): void;
  /** The checker on one step: tells each finding as soon as it is certain, answers the verdict. */
  check(step: string, url: string | undefined, onFinding: (finding: OrderedFinding) => void): Promise<string>;
  /** What a teardown would do, in words, and the digest that confirms it; no digest where nothing goes. */
  plan(): Promise<{ text: string; digest?: string }>;
  /** Carries out the plan of this digest; tells lines as it goes; answers the exit code. */
  carryOut(digest: string, onOutput: (text: string) => void): Promise<number>;
  /** The practice console, served at `/console`. */
  console?: ConsoleMount;
  /** The class behind `/class`, where one is followed. */
  class?: ClassFeed;
  /** Hears of faults of the kit. */
  onInternalError(error: unknown): void;
}
