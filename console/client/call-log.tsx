import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from '../../companion/ui/copy-button.tsx';
import { type Call, type CallGroup, callGroups, clearCallLog, onCallLogChange } from './call-store.ts';

/** The number of clicks in the call log. */
export function useUserActionCount(): number {
  return useCallLog().filter(({ isPageLoad }) => !isPageLoad).length;
}

function useCallLog(): readonly CallGroup[] {
  const [, rerender] = useState(0);
  useEffect(() => onCallLogChange(() => rerender((count) => count + 1)), []);
  return callGroups();
}

/** The call log (*What was called*): each click as the commands that do the same in a terminal. */
export function CallLog() {
  const [showsPageLoads, setShowsPageLoads] = useState(false);
  const groups = useCallLog()
    .filter(({ isPageLoad }) => showsPageLoads || !isPageLoad)
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
            checked={showsPageLoads}
            onChange={(event) => setShowsPageLoads(event.currentTarget.checked)}
          />{' '}
          what pages read, too
        </label>
        <button type="button" class="plain" onClick={clearCallLog}>
          Clear
        </button>
      </p>
      {groups.length === 0 ? <p class="empty">Nothing was called yet.</p> : null}
      <ol class="acts">
        {groups.map((group) => (
          <CallGroupView key={group.id} group={group} />
        ))}
      </ol>
    </>
  );
}

function CallGroupView({ group }: { group: CallGroup }) {
  const commands = group.calls.map(({ text }) => text).join('\n');
  return (
    <li class="act">
      <div class="act-head">
        <h3>{group.title}</h3>
        <CopyButton subject={`the commands of ${group.title}`} text={commands} />
      </div>
      {group.calls.map((call) => (
        <CallView key={call.id} call={call} />
      ))}
    </li>
  );
}

function CallView({ call: { text, result, repeats } }: { call: Call }) {
  const [mark, label] =
    result === undefined ? ['◔', 'running'] : result === 'ok' ? ['✓', 'done'] : ['✗', result];
  return (
    <div class={`call ${result === undefined ? '' : result === 'ok' ? 'good' : 'bad'}`}>
      <pre>
        <code>{text}</code>
      </pre>
      <p class="call-result">
        <span aria-hidden="true">{mark}</span> {label}
        {repeats === 0 ? null : ` · ${repeats + 1} times`}
      </p>
    </div>
  );
}
