import { readBranchFile } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

/** The bytes are those of the commit. Only the caller that uploaded them is wrong. */
export const misconfiguration: Misconfiguration = {
  id: 'object-by-hand',
  step: 6,
  says: 'A page was uploaded by hand over the deployed one',
  apply: async (lab) => {
    await lab.call('s3', 'PutObject', {
      Bucket: lab.names.deployBucket,
      Key: 'index.html',
      Body: Buffer.from(await readBranchFile(lab, 'index.html')),
      ContentType: 'text/html',
    });
    return {};
  },
};
