import { bucketsUrl } from './urls.ts';

/** The part of S3's navigation pane in AWS's console that the lab uses. */
export function S3Nav() {
  return (
    <nav class="room-nav" aria-label="Amazon S3">
      <a href={bucketsUrl()} aria-current="true">
        General purpose buckets
      </a>
    </nav>
  );
}
