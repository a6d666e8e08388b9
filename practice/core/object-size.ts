import { AwsError } from './errors.ts';

/**
 * The largest object, in bytes, however it is uploaded. It is far above what the lab uploads, and far below what exhausts
 * the process's memory.
 */
export const maxObjectBytes = 512 * 1024 * 1024;

export const entityTooLarge = () =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400);
