import { useEffect, useRef } from 'preact/hooks';
import { copyButton } from '../../site/browser/copy.ts';

/** The site's copy button: it copies `text` and says so. `what` is the text's name, as in "Copy what". */
export function Copy({ label = 'Copy', what, text }: { label?: string; what: string; text: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const latest = useRef(text);
  latest.current = text;
  useEffect(
    () => place.current?.replaceChildren(copyButton(label, what, () => latest.current)),
    [label, what],
  );
  return <span class="copy-place" ref={place} />;
}
