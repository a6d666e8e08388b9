import { readFileSync } from 'node:fs';
import dictionary from 'dictionary-en';
import nspell from 'nspell';
import type { Problem } from '../../../labs/reader/problem.ts';
import { allPages, type Course } from '../course.ts';
import { proseOf } from '../prose.ts';

/** Where words stand that no dictionary has: names of services, tools and things, a line each. */
export const wordList = 'words.txt';

const word = /\p{L}[\p{L}’']*\p{L}/gu;
/** AWS, ARN, IAM: what is said letter by letter is a name, and no dictionary's. */
const isAcronym = (text: string) => /^\p{Lu}{2,}s?$/u.test(text);

/** Words that neither English nor the course's own list has. `folder` is the course's. */
export function spelling(folder: string) {
  return (course: Course): Problem[] => {
    const speller = nspell(Buffer.from(dictionary.aff).toString(), Buffer.from(dictionary.dic).toString());
    const courseWords = readFileSync(`${folder}/${wordList}`, 'utf8').split('\n').filter(Boolean);
    for (const each of courseWords) speller.add(each);
    const known = new Map<string, boolean>();
    const suggestions = new Map<string, string>();
    const suggestionFor = (text: string): string => {
      const found = suggestions.get(text) ?? suggestionText(speller.suggest(text));
      suggestions.set(text, found);
      return found;
    };
    const isKnown = (text: string): boolean => {
      const found = known.get(text) ?? (isAcronym(text) || speller.correct(text));
      known.set(text, found);
      return found;
    };
    const ends = new Map(course.diagrams.map(({ file, line }) => [file, line]));
    return [...allPages(course), ...course.diagrams].flatMap(({ file }) =>
      // Of a diagram, its title and its alternative: what follows is no prose.
      proseOf(file)
        .filter(({ line }) => line < (ends.get(file) ?? Number.POSITIVE_INFINITY))
        .flatMap(({ line, text }) =>
          [...text.replaceAll('’', "'").matchAll(word)]
            .map(([found]) => found.replace(/'s$/, ''))
            .filter((found) => !isKnown(found))
            .map((found) => ({
              ...{ file, line, message: `'${found}' is in no dictionary` },
              expected: suggestionFor(found),
              todo: `Mend it, or add it to labs/${wordList}`,
            })),
        ),
    );
  };
}

const suggestionText = (words: readonly string[]) =>
  words.length === 0 ? 'a word that is' : `a word such as ${words.slice(0, 3).join(', ')}`;
