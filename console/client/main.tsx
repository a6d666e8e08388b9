import { render } from 'preact';
import { NoAccess, onAccessChange } from '../../companion/client/access.ts';
import { session } from '../../companion/client/api.ts';
import { Frame } from './frame.tsx';
import { setHomeRegion } from './region.ts';
import { interceptLinks } from './router.ts';

function Unavailable({ title = 'No practice console here', message }: { title?: string; message: string }) {
  return (
    <main class="elsewhere">
      <h1>{title}</h1>
      <p>{message}</p>
      <p>
        <a href="/">The lab's pages</a>
      </p>
    </main>
  );
}

let isMounted = false;

async function mountConsole(root: HTMLElement): Promise<void> {
  if (isMounted) return;
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
      isMounted = true;
      setHomeRegion(target.region);
      interceptLinks();
      render(<Frame target={target} />, root);
    }
  } catch (error) {
    if (error instanceof NoAccess) render(<Unavailable title="No access" message={error.message} />, root);
    else render(<Unavailable message="The companion does not answer. Is npm start still running?" />, root);
  }
}

const root = document.getElementById('console');
if (root !== null) {
  void mountConsole(root);
  onAccessChange((error) => {
    if (error === undefined) void mountConsole(root);
  });
}
