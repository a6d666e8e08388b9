import { bucketsUrl } from './urls.ts';

/** What AWS's console has in S3's navigation pane. */
export function S3Nav() {
  return (
    <nav class="room-nav" aria-label="Amazon S3">
      <a href={bucketsUrl()} aria-current="true">
        General purpose buckets
      </a>
    </nav>
  );
}
