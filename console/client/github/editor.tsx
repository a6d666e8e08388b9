import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { succeed } from '../../../companion/ui/flash.tsx';
import { Area, Text } from '../../../companion/ui/form.tsx';
import { hostAs } from '../host.ts';
import { go } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { commitText } from './commands.ts';
import { pathIn, placeIn } from './place.ts';

export interface Editing {
  repository: string;
  branch: string;
  /** The commit that is built upon; undefined where the branch is not there yet. */
  base: string | undefined;
  /** The file's path; undefined for a new one. */
  was: string | undefined;
  path: string;
  text: string;
}

/** Line ends of Windows, all through: the browser's field would turn them into others. */
const isWindows = (text: string) => /\r\n/.test(text) && !/(^|[^\r])\n/.test(text);

/** Writes a file, and commits it to the branch. What was typed stays until it is committed. */
export function Editor({ of }: { of: Editing }) {
  const { repository, branch, was } = of;
  const [base, setBase] = useState(of.base);
  const [path, setPath] = useState(of.path);
  const [typed, setTyped] = useState(of.text);
  const [isOpen, setOpen] = useState(false);
  const [outdated, setOutdated] = useState<string>();
  const text = isWindows(of.text) ? typed.replace(/\r?\n/g, '\r\n') : typed;
  const isChanged = was === undefined || path !== was || text !== of.text || base !== of.base;
  return (
    <>
      {outdated === undefined ? null : (
        <Outdated
          branch={branch}
          newest={
            was === undefined ? placeIn(repository, 'tree', branch) : pathIn(repository, 'blob', branch, was)
          }
          onGoOn={() => {
            setBase(outdated === '' ? undefined : outdated);
            setOutdated(undefined);
          }}
        />
      )}
      <Text label="Name your file…" value={path} onValue={setPath} hint="A / makes a folder." />
      <Area label="Editor" value={typed} onValue={setTyped} rows={18} isCode />
      <div class="actions">
        <button
          type="button"
          class="primary"
          disabled={path === '' || !isChanged}
          onClick={() => setOpen(true)}
        >
          Commit changes…
        </button>
        <a
          class="plain"
          href={was === undefined ? placeIn(repository) : pathIn(repository, 'blob', branch, was)}
        >
          Cancel changes
        </a>
      </div>
      {isOpen ? (
        <CommitDialog
          change={{ repository, branch, base, was, path, text }}
          onClose={() => setOpen(false)}
          onOutdated={setOutdated}
        />
      ) : null}
    </>
  );
}

function CommitDialog({ change, onClose, onOutdated }: CommitDialogProps) {
  const { repository, branch, was, path } = change;
  const [message, setMessage] = useState(`${was === undefined ? 'Create' : 'Update'} ${path}`.slice(0, 500));
  const [description, setDescription] = useState('');
  const commit = { ...change, message: message.trim(), description: description.trim() };
  return (
    <Dialog
      title="Commit changes"
      onClose={onClose}
      actions={
        <AwsButton
          label="Commit changes"
          disabled={message.trim() === ''}
          run={async (aws) => {
            try {
              const made = await hostAs<{ commit: string } | { outdated: string }>(
                aws,
                commitText(commit),
                'commit',
                commit,
              );
              if ('outdated' in made) return onOutdated(made.outdated);
              succeed(`Commit ${made.commit.slice(0, 7)} is on ${branch}.`);
              go(
                was === undefined
                  ? placeIn(repository, 'tree', branch)
                  : pathIn(repository, 'blob', branch, path),
              );
            } finally {
              // What was refused is said by the banner, which is behind the dialog.
              onClose();
            }
          }}
        />
      }
    >
      <Text label="Commit message" value={message} onValue={setMessage} />
      <Area label="Extended description" value={description} onValue={setDescription} rows={3} />
      <p class="hint">Commits directly to the branch {branch}.</p>
    </Dialog>
  );
}

interface CommitDialogProps {
  change: Omit<Editing, 'text'> & { text: string };
  onClose(): void;
  onOutdated(newest: string): void;
}

function Outdated({ branch, newest, onGoOn }: { branch: string; newest: string; onGoOn(): void }) {
  return (
    <div class="flash bad" role="alert">
      <span class="flash-mark" aria-hidden="true">
        ✗
      </span>
      <div>
        <p>
          <strong>{branch} has changed since you started editing.</strong> Nothing was committed, and what you
          typed is still here. Look at what is there now, take over what you want to keep of it, and go on.
        </p>
        <p class="actions">
          <a class="plain" href={newest} target="_blank" rel="noopener noreferrer">
            See what is there now
          </a>
          <button type="button" class="plain" onClick={onGoOn}>
            Go on upon the newest commit
          </button>
        </p>
      </div>
    </div>
  );
}
