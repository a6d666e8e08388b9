/** A value of a command's option. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** The options of a command by their names without dashes. Undefined options are left out. */
export type Options = Readonly<Record<string, Value | undefined>>;

/** Whether the AWS CLI would read the value from a file or a URL (version 1 does so for both). */
const isReference = (text: string) => /^(fileb?|https?):\/\//.test(text);

/** `role-name` → `RoleName`, or `roleName` in CodePipeline, as `--cli-input-json` requires it. */
const memberName = (service: string, option: string): string => {
  const camel = option.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return service === 'codepipeline' ? camel : camel.replace(/^\w/, (one) => one.toUpperCase());
};

/**
 * The words after `aws` for one call: `s3api`, `put-bucket-versioning`, and an option for each value. Structures are
 * JSON, and a boolean is `--name` or `--no-name`. Text that the CLI would take for a file or a URL is passed in
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
      // A value that begins with a dash is joined to its option, so that the CLI does not take it for an option.
      if (text.startsWith('-')) argv.push(`--${name}=${text}`);
      else argv.push(`--${name}`, text);
    }
  }
  if (Object.keys(jsonInput).length > 0) argv.push('--cli-input-json', JSON.stringify(jsonInput));
  return argv;
}

/** Quotes a word so that bash and zsh read it back unchanged. */
export function shellQuote(word: string): string {
  // zsh replaces a word that begins with = by the path of a command.
  if (/^(?!=)[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command as the user would type it, with a line for each option when one line would exceed 72 characters. */
export function shellCommand(argv: readonly string[]): string {
  const shellWords = ['aws', ...argv].map(shellQuote);
  const line = shellWords.join(' ');
  if (line.length <= 72) return line;
  let text = '';
  for (const [index, word] of shellWords.entries())
    text += index === 0 ? word : argv[index - 1]?.startsWith('--') ? ` \\\n  ${word}` : ` ${word}`;
  return text;
}
