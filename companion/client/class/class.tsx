import { useEffect, useState } from 'preact/hooks';
import { announce } from '../../../site/browser/dom.ts';
import { loadItem, saveItem } from '../../../site/browser/storage.ts';
import type { ClassBoard } from '../../server/class/ports.ts';
import { post, readEvents } from '../api.ts';
import { Board } from './board.tsx';

/** Milliseconds before the page asks again when the companion was gone. */
const reconnectDelayMs = 3000;

/** Whether names are hidden from the first: as the command says, or as this browser has kept it. */
const initiallyHidden = () =>
  document.body.classList.contains('hides-names') || loadItem('hideNames') === true;

interface State {
  board?: ClassBoard;
  trouble?: string;
  /** The server has said what it knows: a board, or that there is none yet. */
  isLoaded?: boolean;
}

/** The class's board, drawn anew after every round. */
export function Class() {
  const [hidesNames, setHidesNames] = useState(initiallyHidden);
  const [state, setState] = useState<State>({});
  useEffect(() => {
    let isUnmounted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function follow(): Promise<void> {
      try {
        const answer = await post('/api/class/board', { hideNames: hidesNames });
        for await (const { event, data } of readEvents(answer)) {
          if (isUnmounted) return void answer.body?.cancel().catch(() => {});
          if (event === 'class') setState({ ...(data as State), isLoaded: true });
        }
        throw new Error('The companion has ended. Is it still running?');
      } catch (error) {
        if (isUnmounted) return;
        const trouble = error instanceof Error ? error.message : String(error);
        setState((before) => ({ ...before, trouble }));
        timer = setTimeout(() => void follow(), reconnectDelayMs);
      }
    }
    void follow();
    return () => {
      isUnmounted = true;
      clearTimeout(timer);
    };
  }, [hidesNames]);
  const { board, trouble, isLoaded } = state;
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
              // What is hidden is not only not drawn: the page forgets it before it asks for a board without names.
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
        {trouble === undefined ? null : (
          <p class="class-trouble" role="alert">
            ? {trouble}
          </p>
        )}
        {board === undefined ? null : <Board board={board} />}
        {board === undefined && isLoaded ? (
          <p class="class-wait" role="status">
            Looking at every seat for the first time …
          </p>
        ) : null}
      </main>
    </>
  );
}
