import { shellQuote } from './format.ts';

/**
 * The instructions in a fix that depend on what serves the account, or on who reads the finding. A caller of a check
 * can replace each of them. Each returns a command or a whole sentence.
 */
export interface Instructions {
  /** Finishes the handshake of a pending connection. */
  finishHandshake(connection: string, region: string): string;
  /** Sets the lab's repository; undefined if no name can be suggested. */
  setRepository(suggestion?: string): string;
}

const connectionsConsole = (region: string) =>
  `https://${region}.console.aws.amazon.com/codesuite/settings/connections?region=${region}`;

/** The instructions for a learner with an AWS account. */
export const defaultInstructions: Instructions = {
  finishHandshake: (connection, region) =>
    `Open ${connectionsConsole(region)}, choose ${connection}, then Update pending connection.`,
  setRepository: (suggestion = 'YOUR_GITHUB_NAME/codepipeline-s3-lab') =>
    `npx lab init --repository ${shellQuote(suggestion)}`,
};
