/**
 * The command line's spelling of a name in a service's model: `ListObjectsV2` → `list-objects-v2`,
 * `SSEKMSKeyId` → `ssekms-key-id`, `PolicyARNs` → `policy-arns`, `roleArn` → `role-arn`.
 */
export function kebab(name: string): string {
  return name
    .replace(/(?<=.)[A-Z]{2,}s$/, (plural) => `-${plural.toLowerCase()}`)
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
}

/**
 * Options that the CLI spells differently, because `--version` is a global option. Keys:
 * `<service>.<operation>.<member>`.
 */
const RENAMED_OPTIONS: Record<string, string> = {
  'codepipeline.get-pipeline.version': 'pipeline-version',
  'codepipeline.create-custom-action-type.version': 'action-version',
  'codepipeline.delete-custom-action-type.version': 'action-version',
  'codepipeline.get-action-type.version': 'action-version',
};

/** The option of a top-level member, without its dashes. */
export function optionName(service: string, operation: string, member: string): string {
  return RENAMED_OPTIONS[`${service}.${operation}.${member}`] ?? kebab(member);
}
