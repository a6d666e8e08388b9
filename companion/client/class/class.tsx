import { useEffect, useState } from 'preact/hooks';
import { say } from '../../../site/browser/dom.ts';
import { keep, kept } from '../../../site/browser/store.ts';
import type { ClassBoard } from '../../server/class/door.ts';
import { ask, told } from '../ask.ts';
import { Board } from './board.tsx';

/** Milliseconds before the page asks again when the companion was gone. */
const patience = 3000;

/** Whether names are hidden from the first: as the command says, or as this browser has kept it. */
const beginsHidden = () => document.body.classList.contains('hides-names') || kept('hideNames') === true;

interface State {
  board?: ClassBoard;
  trouble?: string;
  /** The server has said what it knows: a board, or that there is none yet. */
  isTold?: boolean;
}

/** The class's board, drawn anew after every round. */
export function Class() {
  const [hidesNames, setHidesNames] = useState(beginsHidden);
  const [state, setState] = useState<State>({});
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function follow(): Promise<void> {
      try {
        const answer = await ask('/api/class/board', { hideNames: hidesNames });
        for await (const { event, data } of told(answer)) {
          if (isGone) return void answer.body?.cancel().catch(() => {});
          if (event === 'class') setState({ ...(data as State), isTold: true });
        }
        throw new Error('The companion has ended. Is it still running?');
      } catch (error) {
        if (isGone) return;
        const trouble = error instanceof Error ? error.message : String(error);
        setState((before) => ({ ...before, trouble }));
        timer = setTimeout(() => void follow(), patience);
      }
    }
    void follow();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [hidesNames]);
  const { board, trouble, isTold } = state;
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
              const hides = event.currentTarget.checked;
              setState({});
              setHidesNames(hides);
              keep('hideNames', hides);
              say(hides ? 'Names are hidden.' : 'Names are shown.');
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
        {board === undefined && isTold ? (
          <p class="class-wait" role="status">
            Looking at every seat for the first time …
          </p>
        ) : null}
      </main>
    </>
  );
}
