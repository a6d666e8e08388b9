import { useState } from 'preact/hooks';
import { Dialog } from '../../../companion/ui/dialog.tsx';
import { showSuccess } from '../../../companion/ui/flash.tsx';
import { TextArea, TextField } from '../../../companion/ui/form.tsx';
import { loggedGitHost } from '../git-host.ts';
import { navigate } from '../router.ts';
import { AwsButton } from '../ui/aws-button.tsx';
import { NewTabLink } from '../ui/new-tab-link.tsx';
import { commitCommands } from './commands.ts';
import { branchPathUrl, repositoryUrl } from './urls.ts';

export interface EditedFile {
  repository: string;
  branch: string;
  /** The commit that the edit is based on; undefined when the branch does not exist yet. */
  base: string | undefined;
  /** The file's path before the edit; undefined for a new file. */
  was: string | undefined;
  path: string;
  text: string;
}

/** Whether every line ends with CRLF. The browser's text field replaces these line ends. */
const hasWindowsLineEndings = (text: string) => /\r\n/.test(text) && !/(^|[^\r])\n/.test(text);

/** Edits a file and commits it to the branch. The typed text stays until it is committed. */
export function Editor({ of }: { of: EditedFile }) {
  const { repository, branch, was } = of;
  const [base, setBase] = useState(of.base);
  const [path, setPath] = useState(of.path);
  const [typed, setTyped] = useState(of.text);
  const [isOpen, setOpen] = useState(false);
  const [outdated, setOutdated] = useState<string>();
  const text = hasWindowsLineEndings(of.text) ? typed.replace(/\r?\n/g, '\r\n') : typed;
  const isChanged = was === undefined || path !== was || text !== of.text || base !== of.base;
  return (
    <>
      {outdated === undefined ? null : (
        <OutdatedNotice
          branch={branch}
          newest={
            was === undefined
              ? repositoryUrl(repository, 'tree', branch)
              : branchPathUrl(repository, 'blob', branch, was)
          }
          onContinue={() => {
            setBase(outdated === '' ? undefined : outdated);
            setOutdated(undefined);
          }}
        />
      )}
      <TextField label="Name your file…" value={path} onValue={setPath} hint="A / makes a folder." />
      <TextArea label="Editor" value={typed} onValue={setTyped} rows={18} isCode />
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
          href={
            was === undefined ? repositoryUrl(repository) : branchPathUrl(repository, 'blob', branch, was)
          }
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
              const result = await loggedGitHost<{ commit: string } | { outdated: string }>(
                aws,
                commitCommands(commit),
                'commit',
                commit,
              );
              if ('outdated' in result) return onOutdated(result.outdated);
              showSuccess(`Commit ${result.commit.slice(0, 7)} is on ${branch}.`);
              navigate(
                was === undefined
                  ? repositoryUrl(repository, 'tree', branch)
                  : branchPathUrl(repository, 'blob', branch, path),
              );
            } finally {
              // The banner, which shows an error, is behind the dialog.
              onClose();
            }
          }}
        />
      }
    >
      <TextField label="Commit message" value={message} onValue={setMessage} />
      <TextArea label="Extended description" value={description} onValue={setDescription} rows={3} />
      <p class="hint">Commits directly to the branch {branch}.</p>
    </Dialog>
  );
}

interface CommitDialogProps {
  change: Omit<EditedFile, 'text'> & { text: string };
  onClose(): void;
  onOutdated(newest: string): void;
}

function OutdatedNotice({
  branch,
  newest,
  onContinue,
}: {
  branch: string;
  newest: string;
  onContinue(): void;
}) {
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
          <NewTabLink href={newest} kind="plain">
            See what is there now
          </NewTabLink>
          <button type="button" class="plain" onClick={onContinue}>
            Go on upon the newest commit
          </button>
        </p>
      </div>
    </div>
  );
}
