import { resolve } from 'node:path';
import { CliError } from '../lab-home/errors.ts';
import { requireReplaceable } from '../lab-home/evidence.ts';
import { writeFileAtomically } from '../lab-home/home.ts';
import type { ClassTeardownResult } from './teardown/index.ts';
import { csvHead, endCsv } from './teardown/report/csv.ts';
import { endGenerator, endHtml } from './teardown/report/html.ts';

const isOurs = (text: string) =>
  text.startsWith(`${csvHead}\r\n`) || text.includes(`<meta name="generator" content="${endGenerator}">`);

/** Checks the path of the end report before anything is deleted. Throws CliError if it is not usable. */
export function endReport(file: string) {
  if (!/\.(html|csv)$/i.test(file))
    throw new CliError(`--report ${file}: expected a name that ends in .html or .csv.`);
  requireReplaceable(file, '--report', isOurs);
  return {
    /** Writes the report; `line` is the target line. Throws CliError when the file cannot be written. */
    write(result: ClassTeardownResult, line: string): void {
      try {
        writeFileAtomically(resolve(file), /\.csv$/i.test(file) ? endCsv(result) : endHtml(result, line));
      } catch (error) {
        throw new CliError(`--report ${file}: it could not be written (${(error as Error).message}).`);
      }
    },
  };
}
