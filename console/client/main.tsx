import { render } from 'preact';
import { session } from '../../companion/client/ask.ts';
import { Frame } from './frame.tsx';
import { setHomeRegion } from './region.ts';
import { followLinks } from './router.ts';

function Elsewhere({ words }: { words: string }) {
  return (
    <main class="elsewhere">
      <h1>No practice console here</h1>
      <p>{words}</p>
      <p>
        <a href="/">The lab's pages</a>
      </p>
    </main>
  );
}

async function open(place: HTMLElement): Promise<void> {
  try {
    const { target, error, console: isPractice } = await session();
    if (target === undefined)
      render(<Elsewhere words={error ?? 'Nobody says which account this is.'} />, place);
    else if (!isPractice)
      render(
        <Elsewhere words="This companion is of a real account, which has a console of its own: https://console.aws.amazon.com/" />,
        place,
      );
    else {
      setHomeRegion(target.region);
      followLinks();
      render(<Frame target={target} />, place);
    }
  } catch {
    render(<Elsewhere words="The companion does not answer. Is npm start still running?" />, place);
  }
}

const place = document.getElementById('console');
if (place !== null) void open(place);
