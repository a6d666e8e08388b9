import type { Tag } from '../../../../companion/ui/form.tsx';
import type { Encryption, Ownership, PublicAccessBlock } from '../read.ts';

/** What the page *Create bucket* was told so far. */
export interface Draft {
  name: string;
  ownership: Ownership;
  block: PublicAccessBlock;
  /** That a bucket which may become public is meant. */
  acknowledged: boolean;
  versioning: 'Disable' | 'Enable';
  tags: Tag[];
  encryption: Encryption;
}

export const fullBlock: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

export const isFullyBlocked = (block: PublicAccessBlock): boolean => Object.values(block).every(Boolean);

/** What stands in the form of AWS's console when it is opened. */
export const emptyDraft: Draft = {
  name: '',
  ownership: 'BucketOwnerEnforced',
  block: fullBlock,
  acknowledged: false,
  versioning: 'Disable',
  tags: [],
  encryption: { algorithm: 'AES256', key: '', bucketKey: true },
};
