const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

// XML does not allow control characters. S3 writes them as character references all the same.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the regular expression finds these characters
const unwritableCharacters = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/** Text for the inside of an XML element. */
export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"\r]/g, (character) => entities[character] ?? character)
    .replace(unwritableCharacters, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}
