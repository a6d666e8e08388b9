import { render } from 'preact';
import { session } from '../../companion/client/api.ts';
import { Frame } from './frame.tsx';
import { setHomeRegion } from './region.ts';
import { interceptLinks } from './router.ts';

function Unavailable({ message }: { message: string }) {
  return (
    <main class="elsewhere">
      <h1>No practice console here</h1>
      <p>{message}</p>
      <p>
        <a href="/">The lab's pages</a>
      </p>
    </main>
  );
}

async function mountConsole(root: HTMLElement): Promise<void> {
  try {
    const { target, error, console: isPractice } = await session();
    if (target === undefined)
      render(<Unavailable message={error ?? 'Nobody says which account this is.'} />, root);
    else if (!isPractice)
      render(
        <Unavailable message="This companion is of a real account, which has a console of its own: https://console.aws.amazon.com/" />,
        root,
      );
    else {
      setHomeRegion(target.region);
      interceptLinks();
      render(<Frame target={target} />, root);
    }
  } catch {
    render(<Unavailable message="The companion does not answer. Is npm start still running?" />, root);
  }
}

const root = document.getElementById('console');
if (root !== null) void mountConsole(root);
