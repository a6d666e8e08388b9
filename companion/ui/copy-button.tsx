import { useEffect, useRef } from 'preact/hooks';
import { copyButton } from '../../site/browser/copy.ts';

/** The site's copy button: it copies `text` and says so. `what` is the text's name, as in "Copy what". */
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
