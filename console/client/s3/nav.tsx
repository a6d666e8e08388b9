import { bucketsAddress } from './place.ts';

/** What AWS's console has in S3's navigation pane. */
export function S3Nav() {
  return (
    <nav class="room-nav" aria-label="Amazon S3">
      <a href={bucketsAddress()} aria-current="true">
        General purpose buckets
      </a>
    </nav>
  );
}
