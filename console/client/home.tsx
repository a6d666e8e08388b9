import { Page } from '../../companion/ui/page.tsx';
import { to } from './router.ts';

const rooms = [
  ['Amazon S3', to('s3', 'buckets'), 'Buckets, their options, objects and versions'],
  ['CodePipeline', to('codepipeline', 'pipelines'), 'Pipelines, executions, approvals'],
  ['Connections', to('connections'), 'The way from GitHub to a pipeline'],
  ['IAM', to('iam', 'roles'), 'The role that a pipeline works under'],
  ['GitHub (pretend)', to('github'), 'Repositories, files, commits'],
] as const;

/** Console Home. */
export function Home() {
  return (
    <Page title="Console Home">
      <p>
        A console to practise in: it has the pages that the lab's console ways lead through, in a design of
        its own. It is of the practice account on this machine. Nothing here reaches AWS, and nothing costs
        anything.
      </p>
      <ul class="places">
        {rooms.map(([name, href, what]) => (
          <li key={href}>
            <a href={href}>{name}</a>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
