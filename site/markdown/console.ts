import type { Token } from 'marked';

/** The console's path of each service that the pages send a reader to, as AWS's own guides print it. */
const paths: Record<string, string> = {
  CodePipeline: 'codesuite/codepipeline/home',
  'Amazon S3': 's3/home',
  IAM: 'iam/home',
};

/** The path behind the strong words at `index`, where they send the reader to a service's console. */
export function consolePath(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token?.type !== 'strong') return undefined;
  const path = Object.hasOwn(paths, token.text) ? paths[token.text] : undefined;
  const next = tokens[index + 1]?.raw ?? '';
  const isLink = next.startsWith(' console') || (index === 0 && /^[,:]/.test(next));
  return isLink ? path : undefined;
}
