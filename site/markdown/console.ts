import type { Token } from 'marked';

/** The console's path of each service that the pages link, as in AWS's own guides. */
const paths: Record<string, string> = {
  CodePipeline: 'codesuite/codepipeline/home',
  'Amazon S3': 's3/home',
  IAM: 'iam/home',
};

/** The console's path for the bold text at `index`; undefined when it does not name a service's console. */
export function consolePath(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  if (token?.type !== 'strong') return undefined;
  const path = Object.hasOwn(paths, token.text) ? paths[token.text] : undefined;
  const next = tokens[index + 1]?.raw ?? '';
  const isLink = next.startsWith(' console') || (index === 0 && /^[,:]/.test(next));
  return isLink ? path : undefined;
}
