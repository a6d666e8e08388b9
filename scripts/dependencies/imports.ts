import { dirname, join, normalize } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** One import of a file of this repository by another. Paths are relative to the repository's root. */
export interface Import {
  from: string;
  to: string;
  line: number;
  /** Whether only types come with it, which no bundle carries. */
  typesOnly: boolean;
}

/** What one source file imports and exports. */
export interface SourceFile {
  file: string;
  imports: Import[];
  /** Packages and Node's own modules, as written: `node:fs`, `@aws-sdk/client-s3`. */
  packages: string[];
  /** Names that the file exports, with the line of each. */
  exports: { name: string; line: number }[];
}

/** A specifier and where it is: static, dynamic, in a type (`import('x').T`), or of a module that a test replaces. */
interface Specifier {
  value: string;
  start: number;
  typesOnly: boolean;
}

/** Reads a file's imports with a parser, types included. Throws an Error that names the file when it does not parse. */
export function readSource(file: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const specifiers: Specifier[] = [
    ...module.staticImports.map(({ moduleRequest: { value, start }, entries }) => ({
      value,
      start,
      typesOnly: entries.length > 0 && entries.every(({ isType }) => isType),
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) =>
        moduleRequest === null
          ? []
          : [{ value: moduleRequest.value, start: moduleRequest.start, typesOnly: isType }],
      ),
    ),
  ];
  new Visitor({
    ImportExpression({ source }) {
      if (source.type === 'Literal' && typeof source.value === 'string')
        specifiers.push({ value: source.value, start: source.start, typesOnly: false });
    },
    TSImportType({ source }) {
      specifiers.push({ value: source.value, start: source.start, typesOnly: true });
    },
  }).visit(program);
  const isOwn = ({ value }: Specifier) => value.startsWith('.');
  return {
    file,
    imports: specifiers.filter(isOwn).map(({ value, start, typesOnly }) => ({
      from: file,
      to: normalize(join(dirname(file), value)),
      line: lineOf(start),
      typesOnly,
    })),
    packages: specifiers.filter((one) => !isOwn(one)).map(({ value }) => value),
    exports: module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ exportName: { kind, name, start } }) =>
        kind === 'Name' && name !== null ? [{ name, line: lineOf(start ?? 0) }] : [],
      ),
    ),
  };
}
