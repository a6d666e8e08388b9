import { readBranchFile } from './changes/git.ts';
import type { Misconfiguration } from './lab.ts';

export const misconfiguration: Misconfiguration = {
  id: 'page-not-html',
  step: 7,
  says: 'The page was uploaded by hand, without its type',
  apply: async (lab) => {
    await lab.call('s3', 'PutObject', {
      Bucket: lab.names.deployBucket,
      Key: 'index.html',
      Body: Buffer.from(await readBranchFile(lab, 'index.html')),
      ContentType: 'binary/octet-stream',
    });
    return {};
  },
};
