import { permissionGroups } from '../../../checker/doctor/lab-actions.ts';

/** The parts of IAM's access-denied message. */
export interface AccessDenied {
  principal: string;
  action: string;
  resource: string | undefined;
  /** AWS's own reason, if the message has one. */
  because: string | undefined;
}

/** Finds `User: … is not authorized to perform: … on resource: … because …` anywhere in a text. */
export function parseAccessDenied(text: string): AccessDenied | undefined {
  const singleLine = text.replace(/\s+/g, ' ');
  const found =
    /(?:User: )?(arn:[\w-]+:(?:iam|sts)::\d{12}:\S+) is not authorized to perform: ([\w-]+:\w+)(?: on resource: "?([^\s"]+)"?)?(?: because ([^.]*?(?: action|policy))\b)?/.exec(
      singleLine,
    );
  if (found === null) return undefined;
  const [, principal = '', action = '', resource, because] = found;
  return { principal, action, resource, because };
}

function reason({ because }: AccessDenied): string {
  if (because === undefined) return 'AWS does not say which policy is in the way.';
  if (/service control policy/.test(because))
    return 'A policy of your organization forbids it: nobody in this account can allow it, only who looks after the organization.';
  if (/permissions boundary/.test(because))
    return 'A permissions boundary is drawn around who asks: it has to be allowed there as well.';
  if (/session policy/.test(because))
    return 'The session was made with a policy of its own that leaves it out.';
  if (/explicit deny/.test(because))
    return 'Some policy denies it in so many words: allowing it elsewhere does not help, that statement has to go.';
  return 'No policy allows it: somebody has to add it.';
}

/** The actions that step 5's policy allows the pipeline's role. */
const pipelineRoleActions =
  /^(s3:(GetObject|GetObjectVersion|PutObject|GetBucket(Acl|Location|Versioning))|code(connections|star-connections):UseConnection)$/;

function usageInLab(action: string, isRole: boolean): string {
  if (isRole && pipelineRoleActions.test(action))
    return `In the lab the pipeline's role needs it: step 5 gives it ${action}.`;
  const needs = permissionGroups.filter(({ actions }) => actions.includes(action));
  if (needs.length === 0)
    return `None of the lab's commands needs ${action}: see that it is the command that the page has.`;
  return `In the lab it belongs to: ${needs.map(({ title, step }) => `"${title}" (${step})`).join(', ')}.`;
}

/** The explanation in lines: who is denied what, what in the lab requires it, and who can help. */
export function explainDenied(denied: AccessDenied): string[] {
  const { principal, action, resource } = denied;
  const isRole = /:assumed-role\//.test(principal);
  return [
    `${principal} may not do ${action}${resource === undefined ? '' : ` on ${resource}`}.`,
    reason(denied),
    usageInLab(action, isRole),
    isRole
      ? "If that is the pipeline's role, write its policy anew as step 5 shows; npm run check step-5 says what is missing. If it is you, ask whoever looks after the account."
      : 'Ask whoever looks after the account; npx lab policy --lab prints all that the lab needs, and npx lab doctor looks at all of it at once.',
  ];
}
