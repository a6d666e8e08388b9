import type { CallError } from '../../account/fact.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Contents, Resource, ResourceTypeName } from '../resource.ts';
import { resourceTypeOf } from '../resource-types/index.ts';

/** `1 version`, `2 versions`, `1,000 versions`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
}

/** "deploy bucket cp-s3-deploy-…" */
export const labelOf = ({ kind, name }: { kind: ResourceTypeName; name: string }) =>
  `${resourceTypeOf(kind).title} ${name}`;

function size(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

export function contentsText({ versions, markers, uploads, bytes }: Contents): string {
  if (versions + markers + uploads === 0) return 'empty';
  return [
    `${count(versions, 'version')} (${size(bytes)})`,
    count(markers, 'delete marker'),
    ...(uploads > 0 ? [count(uploads, 'unfinished upload')] : []),
  ].join(', ');
}

/** What deleting a resource also deletes or stops; undefined where it is nothing. */
export function sideEffectsOf({ kind, holds, contents }: Resource): string | undefined {
  if (contents !== undefined) return contentsText(contents);
  if (kind === 'pipeline') {
    const running = (holds.executions as readonly string[]).length;
    const waiting = holds.approvals as number;
    const parts = [
      ...(running > 0
        ? [`${count(running, 'execution')} in flight ${running === 1 ? 'is' : 'are'} stopped`]
        : []),
      ...(waiting > 0
        ? [`${count(waiting, 'pending approval')} ${waiting === 1 ? 'is' : 'are'} refused`]
        : []),
    ];
    return parts.length > 0 ? parts.join(', ') : undefined;
  }
  if (kind === 'role') {
    const { inline = [], attached = [] } = holds as Record<string, readonly string[]>;
    const parts = [
      ...(inline.length > 0
        ? [`with its inline ${inline.length === 1 ? 'policy' : 'policies'} ${inline.join(', ')}`]
        : []),
      ...(attached.length > 0
        ? [`detached from ${attached.map((arn) => arn.split('/').at(-1)).join(', ')}`]
        : []),
    ];
    return parts.length > 0 ? parts.join('; ') : undefined;
  }
  return undefined;
}

/** How to delete manually a resource that the teardown keeps: a command, or clicks in the console. */
export function manualDeletion({ kind, id, name }: Resource): string {
  // Only pipelines and connections have an ARN with a region in it.
  const region = id.split(':')[3] ?? '';
  switch (kind) {
    case 'pipeline':
      return `aws codepipeline delete-pipeline --name ${name} --region ${region}`;
    case 'connection':
      return `aws codeconnections delete-connection --connection-arn ${id} --region ${region}`;
    case 'role':
      return `IAM console, Roles, ${name}, Delete`;
    case 'policy':
      return `IAM console, Policies, ${name}, Delete`;
    default:
      // The console uses one artifact bucket for all pipelines that it creates in a region, later ones
      // included.
      return /^codepipeline-[a-z]{2}-/.test(name)
        ? `S3 console, ${name}, Empty, then Delete, and only once no pipeline of the region is left`
        : `S3 console, ${name}, Empty, then Delete`;
  }
}

/** What failed, and the IAM actions that would allow it. */
export function errorText({ cause, service, operation, code, message, actions }: CallError): string {
  const what = `${service} ${operation} answered ${code}: ${message}`;
  if (cause === 'denied' && actions.length > 0)
    return `${what}${/[.!?]$/.test(message) ? '' : '.'} Needed: ${actions.join(', ')}`;
  return what;
}

/** What no teardown removes, and how to remove it manually. */
export function notRemoved({ repository }: Lab): { what: string; how: string }[] {
  const address = `https://github.com/${repository ?? '<owner>/<name>'}/settings`;
  return [
    {
      what: `the repository ${repository ?? ''} on GitHub`.replace('  ', ' '),
      how: `it is yours; to delete it: ${address}, Danger Zone`,
    },
    {
      what: 'the app "AWS Connector for GitHub"',
      how: 'other connections may need it; to uninstall it: https://github.com/settings/installations',
    },
  ];
}
