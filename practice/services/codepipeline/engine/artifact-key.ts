import { randomInt } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Where an artifact belongs: pipeline cut to 20, artifact cut to 10, then 7 characters by chance. [seen] */
export function artifactKey(pipelineName: string, artifactName: string): string {
  const random = Array.from({ length: 7 }, () => letters[randomInt(letters.length)]).join('');
  return `${pipelineName.slice(0, 20)}/${artifactName.slice(0, 10)}/${random}`;
}
