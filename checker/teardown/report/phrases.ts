import { denialOf } from '../../account/denial.ts';
import type { CallError } from '../../account/fact.ts';
import { type Lab, partitionOf } from '../../lab/lab.ts';
import type { Deployed } from '../deployed.ts';
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

/** What the lab's pipeline deployed into a bucket that stays. */
export function deployedText({ versions, keys, isPartial, error }: Deployed): string {
  const examples = keys.slice(0, 3).map((key) => JSON.stringify(key));
  const list = `${examples.join(', ')}${keys.length > examples.length ? ', …' : ''}`;
  if (error !== undefined)
    return `The lab's pipeline deployed into it, and what is left of that could not be read (${list}): ${errorText(error)}`;
  const number = `${isPartial ? 'at least ' : ''}${count(versions, 'object version')}`;
  return `It also keeps ${number} that the lab's pipeline deployed: ${list}`;
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

/** The resource's ARN, by which `--adopt` and `--not-mine` name it. `region` is the lab's. */
export function arnOf({ kind, id }: { kind: ResourceTypeName; id: string }, region: string): string {
  const isBucket = kind === 'deploy-bucket' || kind === 'artifact-bucket' || kind === 'artifacts';
  return isBucket ? `arn:${partitionOf(region)}:s3:::${id}` : id;
}

/** A command that shows a resource and changes nothing. */
export function inspection(
  { kind, id, name, region: ownRegion }: Pick<Resource, 'kind' | 'id' | 'name' | 'region'>,
  labRegion: string,
): string {
  const region = `--region ${ownRegion ?? labRegion}`;
  switch (kind) {
    case 'pipeline':
      return `aws codepipeline get-pipeline --name ${name} ${region}`;
    case 'connection':
      return `aws codeconnections get-connection --connection-arn ${id} ${region}`;
    case 'role':
      return `aws iam get-role --role-name ${name}`;
    case 'policy':
      return `aws iam list-entities-for-policy --policy-arn ${id}`;
    default:
      return `aws s3 ls s3://${id}${kind === 'artifacts' ? '' : '/'} --recursive ${region}`;
  }
}

const sentence = (text: string) => `${text}${/[.!?]$/.test(text) ? '' : '.'}`;

/** What failed, and what would allow it: IAM actions, or a change of the policy that denies it. */
export function errorText(callError: CallError): string {
  const { service, operation, code, message } = callError;
  const what = `${service} ${operation} answered ${code}: ${message}`;
  const denial = denialOf(callError);
  if (denial?.state === 'denied by') return `${sentence(what)} Look for ${denial.lookFor}.`;
  if (denial !== undefined && denial.actions.length > 0)
    return `${sentence(what)} Needed: ${denial.actions.join(', ')}`;
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
