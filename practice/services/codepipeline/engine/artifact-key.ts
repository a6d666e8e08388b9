import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An artifact's key: 20 characters of the pipeline's name, 10 of the artifact's, and 7 random ones. [seen] */
export function artifactKey(pipelineName: string, artifactName: string): string {
  const random = Array.from({ length: 7 }, () => letters[randomInt(letters.length)]).join('');
  return `${pipelineName.slice(0, 20)}/${artifactName.slice(0, 10)}/${random}`;
}
