import { readFileSync } from 'node:fs';
import dictionary from 'dictionary-en';
import nspell from 'nspell';
import type { Problem } from '../../../labs/reader/problem.ts';
import { allPages, type Course } from '../course.ts';
import { proseOf } from '../prose.ts';

/** The file with the words that are in no dictionary, such as names of services and tools, one on each line. */
export const wordList = 'words.txt';

const word = /\p{L}[\p{L}’']*\p{L}/gu;
/** Acronyms such as AWS, ARN and IAM are names, which are in no dictionary. */
const isAcronym = (text: string) => /^\p{Lu}{2,}s?$/u.test(text);

/** Finds words that are neither English nor in the course's own list. `folder` is the course's folder. */
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
      // Only a diagram's title and text alternative are prose; its source follows them.
      proseOf(file)
        .filter(({ line }) => line < (ends.get(file) ?? Number.POSITIVE_INFINITY))
        .flatMap(({ line, text }) =>
          [...text.replaceAll('’', "'").matchAll(word)]
            .map(([found]) => found.replace(/'s$/, ''))
            .filter((found) => !isKnown(found))
            .map((found) => ({
              file,
              line,
              message: `'${found}' is in no dictionary`,
              expected: suggestionFor(found),
              todo: `Mend it, or add it to labs/${wordList}`,
            })),
        ),
    );
  };
}

const suggestionText = (words: readonly string[]) =>
  words.length === 0 ? 'a word that is' : `a word such as ${words.slice(0, 3).join(', ')}`;
