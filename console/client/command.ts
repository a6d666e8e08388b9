/** A value of a command's option. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** The options of a command by their names without dashes; what is undefined is left out. */
export type Options = Readonly<Record<string, Value | undefined>>;

/** The AWS CLI would read such a word from a file or an address (its version 1 does so for both). */
const isReference = (text: string) => /^(fileb?|https?):\/\//.test(text);

/** `role-name` → `roleName`, as `--cli-input-json` has it in the services that begin small. */
const memberName = (service: string, option: string): string => {
  const camel = option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return service === 'codepipeline' ? camel : camel.replace(/^\w/, (one) => one.toUpperCase());
};

/**
 * The words after `aws` for one call: `s3api`, `put-bucket-versioning`, and an option for each value. Structures are
 * JSON; a switch is `--name` or `--no-name`. Text that the CLI would take for the address of a file goes into
 * `--cli-input-json`, where it stays text.
 */
export function commandArgv(service: string, operation: string, options: Options): string[] {
  const argv = [service, operation];
  const jsonInput: Record<string, Value> = {};
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (value === true) argv.push(`--${name}`);
    else if (value === false) argv.push(`--no-${name}`);
    else if (typeof value === 'string' && isReference(value)) jsonInput[memberName(service, name)] = value;
    else {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      // A value that begins like an option is joined to its own.
      if (text.startsWith('-')) argv.push(`--${name}=${text}`);
      else argv.push(`--${name}`, text);
    }
  }
  if (Object.keys(jsonInput).length > 0) argv.push('--cli-input-json', JSON.stringify(jsonInput));
  return argv;
}

/** A word as bash and zsh read it back. */
export function shellQuote(word: string): string {
  // A word that begins with = is the path of a command in zsh.
  if (/^(?!=)[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command as one would type it: a line for each option where one line would be long. */
export function shellCommand(argv: readonly string[]): string {
  const shellWords = ['aws', ...argv].map(shellQuote);
  const line = shellWords.join(' ');
  if (line.length <= 72) return line;
  let text = '';
  for (const [index, word] of shellWords.entries())
    text += index === 0 ? word : argv[index - 1]?.startsWith('--') ? ` \\\n  ${word}` : ` ${word}`;
  return text;
}
