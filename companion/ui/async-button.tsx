import { useState } from 'preact/hooks';
import { clearFlash, showError } from './flash.tsx';

export interface AsyncButtonProps {
  label: string;
  kind?: 'primary' | 'danger' | 'plain';
  disabled?: boolean;
  run(): Promise<void>;
}

/** A button that is busy while `run` is under way, ignores further clicks meanwhile, and shows an error in the banner. */
export function AsyncButton({ label, kind = 'primary', disabled = false, run }: AsyncButtonProps) {
  const [isBusy, setBusy] = useState(false);
  async function click() {
    if (isBusy) return;
    setBusy(true);
    clearFlash();
    try {
      await run();
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <button type="button" class={kind} disabled={disabled} aria-busy={isBusy} onClick={() => void click()}>
      {label}
    </button>
  );
}
