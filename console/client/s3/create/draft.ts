import type { Tag } from '../../../../companion/ui/form.tsx';
import type { Encryption, Ownership, PublicAccessBlock } from '../read.ts';

/** The values of the form *Create bucket*. */
export interface Draft {
  name: string;
  ownership: Ownership;
  block: PublicAccessBlock;
  /** Whether the user acknowledged that the bucket can become public. */
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

/** The initial values of the form in AWS's console. */
export const emptyDraft: Draft = {
  name: '',
  ownership: 'BucketOwnerEnforced',
  block: fullBlock,
  acknowledged: false,
  versioning: 'Disable',
  tags: [],
  encryption: { algorithm: 'AES256', key: '', bucketKey: true },
};
