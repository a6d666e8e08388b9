interface Statement {
  Principal?: string | Record<string, string | string[]>;
}

/** The principals that may assume a role, from its trust policy: `AWS Service: codepipeline`. */
export function trustedEntities(document: unknown): string[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return [];
  const { Statement } = document as { Statement: Statement | Statement[] };
  return [Statement].flat().flatMap(({ Principal = {} }) => {
    if (typeof Principal === 'string') return ['Everyone'];
    return Object.entries(Principal).flatMap(([type, names]) =>
      [names].flat().map((name) => `${principalTypeLabels[type] ?? type}: ${shortName(type, name)}`),
    );
  });
}

const principalTypeLabels: Record<string, string> = {
  AWS: 'Account',
  Service: 'AWS Service',
  Federated: 'Identity Provider',
};

const shortName = (type: string, name: string): string =>
  type === 'Service'
    ? name.replace(/\.amazonaws\.com(\.cn)?$/, '')
    : (/^arn:[^:]+:iam::(\d+):root$/.exec(name)?.[1] ?? name);
