import { useEffect, useState } from 'preact/hooks';
import { Copy } from '../../companion/ui/copy.tsx';
import { type Act, type Call, clearRecord, onRecord, recorded } from './record.ts';

/** How many clicks called something. */
export function useClicks(): number {
  return useRecord().filter(({ isReading }) => !isReading).length;
}

function useRecord(): readonly Act[] {
  const [, draw] = useState(0);
  useEffect(() => onRecord(() => draw((count) => count + 1)), []);
  return recorded();
}

/** *What was called*: each click as the commands that do the same in a terminal. */
export function Called() {
  const [showsReading, setShowsReading] = useState(false);
  const shown = useRecord()
    .filter(({ isReading }) => showsReading || !isReading)
    .toReversed();
  return (
    <>
      <p class="hint">
        Each click here, as the commands that do the same in a terminal. The newest stands first.
      </p>
      <p class="called-tools">
        <label>
          <input
            type="checkbox"
            checked={showsReading}
            onChange={(event) => setShowsReading(event.currentTarget.checked)}
          />{' '}
          what pages read, too
        </label>
        <button type="button" class="plain" onClick={clearRecord}>
          Clear
        </button>
      </p>
      {shown.length === 0 ? <p class="empty">Nothing was called yet.</p> : null}
      <ol class="acts">
        {shown.map((act) => (
          <ActShown key={act.id} act={act} />
        ))}
      </ol>
    </>
  );
}

function ActShown({ act }: { act: Act }) {
  const all = act.calls.map(({ text }) => text).join('\n');
  return (
    <li class="act">
      <div class="act-head">
        <h3>{act.title}</h3>
        <Copy what={`the commands of ${act.title}`} text={all} />
      </div>
      {act.calls.map((call) => (
        <CallShown key={call.id} call={call} />
      ))}
    </li>
  );
}

function CallShown({ call: { text, result, repeats } }: { call: Call }) {
  const [mark, words] =
    result === undefined ? ['◔', 'running'] : result === 'ok' ? ['✓', 'done'] : ['✗', result];
  return (
    <div class={`call ${result === undefined ? '' : result === 'ok' ? 'good' : 'bad'}`}>
      <pre>
        <code>{text}</code>
      </pre>
      <p class="call-result">
        <span aria-hidden="true">{mark}</span> {words}
        {repeats === 0 ? null : ` · ${repeats + 1} times`}
      </p>
    </div>
  );
}
