import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policyDocument } from '../../scenarios/finished-lab/role-policy.ts';
import { type Clients, clientsOf } from '../../scenarios/practice-clients.ts';
import { type ConsoleWindow, consoleWindows } from '../kit/console.ts';
import { type ConsoleLocators, consoleLocators } from '../kit/console-labels.ts';
import { mouseUser, type PageUser } from '../kit/page-user.ts';

const role = 'codepipeline-s3-deploy-lab-us-east-1';
const policy = 'AWSCodePipelineServiceRole-us-east-1-codepipeline-s3-deploy-lab';

const openConsole = consoleWindows();

let opened: ConsoleWindow;
let clients: Clients;
let words: ConsoleLocators;
let user: PageUser;
let policyArn: string;
beforeEach(async () => {
  opened = await openConsole();
  clients = clientsOf(opened.practice);
  words = consoleLocators(opened.page);
  user = mouseUser(opened.page);
  await opened.page.setViewportSize({ width: 1280, height: 900 });
  // As the console's wizard creates them.
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'codepipeline.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const { iam } = clients;
  await iam.send(
    new CreateRoleCommand({
      RoleName: role,
      Path: '/service-role/',
      AssumeRolePolicyDocument: policyDocument([trust]),
    }),
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: policy,
      Path: '/service-role/',
      PolicyDocument: document('s3:GetObject'),
    }),
  );
  policyArn = Policy?.Arn ?? '';
  await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }));
});
afterEach(async () => {
  clients.destroy();
});

const document = (Action: string) => policyDocument([{ Effect: 'Allow', Action, Resource: '*' }]);
const gone = (answer: Promise<unknown>) =>
  expect(answer).rejects.toMatchObject({ name: 'NoSuchEntityException' });

describe('IAM in the practice console', () => {
  it("adds the lab's tag to the role as step 5 describes, and removes it again", async () => {
    const { choose, type } = user;
    const { link, tab, button, field, banner, box, services } = words;
    await opened.open('console');
    await choose(link('IAM', services));
    await choose(link('Roles', words.main.getByRole('navigation', { name: 'IAM' })));
    await choose(link(role));
    await choose(tab('Tags'));
    await choose(button('Manage tags'));
    await type(field('Key of tag 1'), 'lab');
    await type(field('Value of tag 1'), 'codepipeline-lab');
    await choose(button('Save changes'));
    await banner(`Tags of role ${role} updated.`);
    expect(await box('Tags').textContent()).toContain('labcodepipeline-lab');
    const tags = async () => (await clients.iam.send(new ListRoleTagsCommand({ RoleName: role }))).Tags;
    expect(await tags()).toEqual([{ Key: 'lab', Value: 'codepipeline-lab' }]);
    await choose(button('Manage tags'));
    await choose(button('Remove tag 1'));
    await choose(button('Save changes'));
    await box('Tags').getByText('No tags.').waitFor();
    expect(await tags()).toEqual([]);
  });

  it('deletes role and policy as step 9 describes, with what is attached to them', async () => {
    const { choose, type } = user;
    const { main, link, button, field, banner, dialog, services } = words;
    const { iam } = clients;
    await iam.send(
      new PutRolePolicyCommand({ RoleName: role, PolicyName: 'inline', PolicyDocument: document('s3:*') }),
    );
    await iam.send(
      new CreatePolicyVersionCommand({
        PolicyArn: policyArn,
        PolicyDocument: document('s3:PutObject'),
        SetAsDefault: true,
      }),
    );
    const other = policyDocument([
      { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    await iam.send(new CreateRoleCommand({ RoleName: 'neighbour', AssumeRolePolicyDocument: other }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'neighbour', PolicyArn: policyArn }));
    await opened.open('console');
    await choose(link('IAM', services));
    await choose(field(`Choose ${role}`));
    await choose(button('Delete'));
    expect(await button('Delete', dialog).isDisabled()).toBe(true);
    await type(field(`To confirm, type ${role}`, dialog), role);
    await choose(button('Delete', dialog));
    await banner(`Role ${role} deleted.`);
    await gone(iam.send(new GetRoleCommand({ RoleName: role })));
    await choose(link('Policies'));
    await type(field('Search'), 'codepipeline-s3-deploy-lab');
    await choose(field(`Choose ${policy}`));
    await choose(button('Actions'));
    await choose(button('Delete'));
    await type(field(`To confirm, type ${policy}`, dialog), policy);
    await choose(button('Delete', dialog));
    await banner(`Policy ${policy} deleted.`);
    await main.getByText('No policies found.').waitFor();
    await gone(iam.send(new GetPolicyCommand({ PolicyArn: policyArn })));
    // AWS's own policies cannot be deleted.
    await type(field('Search'), 'AdministratorAccess');
    await choose(field('Choose AdministratorAccess'));
    await choose(button('Actions'));
    expect(await button('Delete').isDisabled()).toBe(true);
  });

  it('creates a role, adds an inline policy that AWS accepts, and edits its trust policy', async () => {
    const { choose, type } = user;
    const { main, heading, link, tab, button, field, banner, dialog } = words;
    await opened.open('console/iam/roles');
    await choose(link('Create role'));
    await type(field('Role name'), 'mine');
    await choose(button('Create role'));
    await banner('Role mine created.');
    await heading('mine').waitFor();
    await choose(button('Add permissions'));
    await choose(button('Create inline policy'));
    await type(field('Policy name', dialog), 'codepipeline-lab');
    await type(field('Policy editor', dialog), '{"Version":');
    await choose(button('Create policy', dialog));
    await dialog
      .getByRole('alert')
      .getByText(/policy/i)
      .waitFor();
    await type(field('Policy editor', dialog), document('s3:ListBucket'));
    await choose(button('Create policy', dialog));
    await banner('Policy codepipeline-lab created.');
    const inlinePolicy = await clients.iam.send(
      new GetRolePolicyCommand({ RoleName: 'mine', PolicyName: 'codepipeline-lab' }),
    );
    expect(decodeURIComponent(inlinePolicy.PolicyDocument ?? '')).toContain('s3:ListBucket');
    await choose(main.getByText('What codepipeline-lab says'));
    await main.getByText('s3:ListBucket').waitFor();
    await choose(tab('Trust relationships'));
    await choose(button('Edit trust policy'));
    const trusted = policyDocument([
      { Effect: 'Allow', Principal: { Service: 'codebuild.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    await type(field('Trust policy'), trusted);
    await choose(button('Save changes'));
    await banner('Trust policy updated.');
    await choose(link('Roles', main.getByRole('navigation', { name: 'IAM' })));
    await words.row('mine').getByText('AWS Service: codebuild').waitFor();
  });

  it('stores versions of a managed policy', async () => {
    const { choose, type } = user;
    const { main, tab, button, field, banner, link, row } = words;
    await opened.open('console/iam/policies');
    await choose(link(policy));
    await choose(button('Edit'));
    await type(field('Policy editor'), document('s3:DeleteObject'));
    await choose(button('Save changes'));
    await banner('a new version is the default one');
    await main.getByText('s3:DeleteObject').waitFor();
    await choose(tab('Entities attached'));
    await link(role).waitFor();
    await choose(tab('Policy versions'));
    await choose(field('Choose v1'));
    await choose(button('Delete version'));
    await banner('Version v1 deleted.');
    await row('v2 (Default)').waitFor();
    expect(await row('v1').count()).toBe(0);
  });
});
