import { Page } from '../../companion/ui/page.tsx';
import { urlTo } from './router.ts';

const services = [
  ['Amazon S3', urlTo('s3', 'buckets'), 'Buckets, their options, objects and versions'],
  ['CodePipeline', urlTo('codepipeline', 'pipelines'), 'Pipelines, executions, approvals'],
  ['Connections', urlTo('connections'), 'The way from GitHub to a pipeline'],
  ['IAM', urlTo('iam', 'roles'), 'The role that a pipeline works under'],
  ['GitHub (pretend)', urlTo('github'), 'Repositories, files, commits'],
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
        {services.map(([name, href, description]) => (
          <li key={href}>
            <a href={href}>{name}</a>
            <span>{description}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
