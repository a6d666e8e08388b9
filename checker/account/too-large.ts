/** Thrown instead of reading more than is allowed. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** A number of bytes for people: `64 MB`. */
export const megabytes = (bytes: number): string => `${Math.round(bytes / (1024 * 1024))} MB`;
