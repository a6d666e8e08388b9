import { useEffect, useState } from 'preact/hooks';
import { announce } from '../../../site/browser/dom.ts';
import { loadItem, saveItem } from '../../../site/browser/storage.ts';
import type { ClassBoard } from '../../server/class/ports.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { post, readEvents } from '../api.ts';
import { Board } from './board.tsx';
import { SeatDialog } from './seat.tsx';

/** Milliseconds until the page reconnects after it lost the companion. */
const reconnectDelayMs = 3000;

/** Names are hidden at first when the command's option or this browser's stored choice hides them. */
const initiallyHidden = () =>
  document.body.classList.contains('hides-names') || loadItem('hideNames') === true;

interface State {
  board?: ClassBoard;
  trouble?: string;
  /** Whether the server has sent its first event, with or without a board. */
  isLoaded?: boolean;
}

/** The board of a class, rendered again after every poll. */
export function Class() {
  const [hidesNames, setHidesNames] = useState(initiallyHidden);
  const [state, setState] = useState<State>({});
  useEffect(() => {
    let isUnmounted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function follow(): Promise<void> {
      try {
        const response = await post('/api/class/board', { hideNames: hidesNames });
        for await (const { event, data } of readEvents(response)) {
          if (isUnmounted) return void response.body?.cancel().catch(() => {});
          if (event === 'class') setState({ ...(data as State), isLoaded: true });
        }
        throw new Error('The companion has ended. Is it still running?');
      } catch (error) {
        if (isUnmounted) return;
        const message = error instanceof Error ? error.message : String(error);
        setState((previous) => ({ ...previous, trouble: message }));
        timer = setTimeout(() => void follow(), reconnectDelayMs);
      }
    }
    void follow();
    return () => {
      isUnmounted = true;
      clearTimeout(timer);
    };
  }, [hidesNames]);
  const { board, trouble: message, isLoaded } = state;
  return (
    <>
      <a class="skip" href="#seats">
        Skip to the seats
      </a>
      <header class="class-top">
        <h1>{board === undefined ? 'The class' : `Class ${board.class}`}</h1>
        <label>
          <input
            type="checkbox"
            checked={hidesNames}
            onChange={(event) => {
              // The page drops the names that it has in memory before it requests a board without names.
              const willHide = event.currentTarget.checked;
              setState({});
              setHidesNames(willHide);
              saveItem('hideNames', willHide);
              announce(willHide ? 'Names are hidden.' : 'Names are shown.');
            }}
          />{' '}
          Hide names (for a projector)
        </label>
        <a href="/">The lab's pages</a>
      </header>
      <main>
        {message === undefined ? null : (
          <p class="class-trouble" role="alert">
            ? {message}
          </p>
        )}
        {board === undefined ? null : <LiveBoard board={board} />}
        {board === undefined && isLoaded ? (
          <p class="class-wait" role="status">
            Looking at every seat for the first time …
          </p>
        ) : null}
      </main>
    </>
  );
}

/** The board with its controls, and the seat that is opened. */
function LiveBoard({ board }: { board: ClassBoard }) {
  const [opened, setOpened] = useState<string>();
  return (
    <>
      <Board board={board} controls={{ CopyButton, openSeat: setOpened }} />
      {opened === undefined ? null : (
        <SeatDialog seat={opened} now={board.now} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}
