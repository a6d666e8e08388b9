/** The account that the companion works on. Every page shows it. */
export interface Target {
  kind: 'live' | 'practice' | 'endpoint';
  account: string;
  region: string;
  /** The first line of every command's output. */
  line: string;
}

/** The settings that the pages and the checker share. The repository is `owner/name`. */
export type PageSettings = Partial<
  Record<'region' | 'repository' | 'branch' | 'seat' | 'deployBucket', string>
>;

/** The account and the settings of this run of the companion, or why they cannot be read. */
export interface Session {
  /** Whether the account has a practice console. */
  console?: boolean;
  target?: Target;
  settings?: PageSettings;
  error?: string;
}

/** What a teardown would do, in words, and the digest that confirms it. Without a digest, nothing would be deleted. */
export interface TeardownPlan {
  text: string;
  digest?: string;
}
