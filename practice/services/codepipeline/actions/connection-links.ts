/** The console's links of a connection source, to the branch and to a commit. [seen] */
function redirect(region: string, connectionArn: string, rest: string): string {
  return `https://${region}.console.aws.amazon.com/codesuite/settings/connections/redirect?connectionArn=${connectionArn}&${rest}`;
}

export function branchUrl(region: string, connectionArn: string, repository: string, branch: string): string {
  return redirect(
    region,
    connectionArn,
    `referenceType=BRANCH&FullRepositoryId=${repository}&Branch=${branch}`,
  );
}

export function commitUrl(region: string, connectionArn: string, repository: string, commit: string): string {
  return redirect(
    region,
    connectionArn,
    `referenceType=COMMIT&FullRepositoryId=${repository}&Commit=${commit}`,
  );
}
