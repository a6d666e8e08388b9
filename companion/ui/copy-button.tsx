import { useEffect, useRef } from 'preact/hooks';
import { copyButton } from '../../site/browser/copy.ts';

/** The site's copy button: it copies `text` and announces it. `subject` names the text, as in "Copy the command". */
export function CopyButton({
  label = 'Copy',
  subject,
  text,
}: {
  label?: string;
  subject: string;
  text: string;
}) {
  const container = useRef<HTMLSpanElement>(null);
  const latest = useRef(text);
  latest.current = text;
  useEffect(
    () => container.current?.replaceChildren(copyButton(label, subject, () => latest.current)),
    [label, subject],
  );
  return <span class="copy-place" ref={container} />;
}
