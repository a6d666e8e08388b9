import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { models } from '../../practice/protocols/schemas.ts';
import { startPractice } from '../../practice/start.ts';
import { problemsOf, type ServedOperation } from './check.ts';
import { extract, type ServiceDescription } from './extract.ts';
import { readTable } from './read-table.ts';
import { render } from './render.ts';
import { folder, readSource } from './source.ts';
import { Refused, updatedTable, updateSource } from './update.ts';

const usage = `Writes the practice account's tables of constraints for the operations that it serves.

usage: npm run constraints [-- --check] [--allow-removal NAME]…
       npm run constraints -- --extract SERVICE FILE --from RELEASE [--allow-removal NAME]…

  --check               compare the tables with the sources, instead of writing them
  --extract             update ${folder}/source/SERVICE.json from a service's model, such as
                        botocore's data/iam/2010-05-08/service-2.json.gz
  --from RELEASE        the release that FILE is from, such as 'botocore 1.43.11'
  --allow-removal NAME  accept that the rules of this shape or Structure.member are removed or weakened
`;

// The bundle is in dist/, beside which the sources are.
const root = fileURLToPath(new URL('..', import.meta.url));
/** The services that have a table. S3's operations check their inputs themselves. */
const services = ['sts', 'iam', 'codepipeline', 'codeconnections'];
const tableFile = (service: string) => join(root, folder, `${service}.ts`);
const sourceFile = (service: string) => join(root, folder, 'source', `${service}.json`);

/** The operations that the practice account serves, by service. */
async function servedOperations(): Promise<Map<string, ServedOperation[]>> {
  const practice = await startPractice({ port: 0 });
  try {
    const served = [...practice.emulator.services.values()].map((service): [string, ServedOperation[]] => [
      service.name,
      Object.keys(service.operations).flatMap((name) => models.get(service.name)?.operations.get(name) ?? []),
    ]);
    return new Map(served);
  } finally {
    await practice.close();
  }
}

async function check(): Promise<number> {
  const served = await servedOperations();
  const problems: string[] = [];
  for (const service of services) {
    const table = await readTable(tableFile(service), service);
    const found = problemsOf(readSource(sourceFile(service)), served.get(service) ?? [], table);
    problems.push(...found.map((problem) => `${service}: ${problem}`));
  }
  if (problems.length === 0) {
    process.stdout.write(`${services.length} tables of constraints: each has what its source requires\n`);
    return 0;
  }
  process.stderr.write(`${problems.join('\n')}\nTo write the tables: npm run constraints\n`);
  return 1;
}

async function write(allowed: readonly string[]): Promise<void> {
  const served = await servedOperations();
  const texts = new Map<string, string>();
  const present = new Map(
    services.map((service) => [tableFile(service), readFileSync(tableFile(service), 'utf8')]),
  );
  for (const service of services) {
    const source = readSource(sourceFile(service));
    const table = updatedTable(
      service,
      source,
      served.get(service) ?? [],
      await readTable(tableFile(service), service),
      allowed,
    );
    texts.set(tableFile(service), render(service, source, table));
  }
  for (const [file, text] of texts) writeFileSync(file, text);
  const biome = join(root, 'node_modules/.bin/biome');
  execFileSync(biome, ['format', '--write', ...texts.keys()], { cwd: root });
  for (const [file, before] of present) {
    const isChanged = readFileSync(file, 'utf8') !== before;
    process.stdout.write(`${relative(root, file)}: ${isChanged ? 'written' : 'as it was'}\n`);
  }
}

function extractModel(service: string, file: string, release: string, allowed: readonly string[]): void {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  updateSource(
    service,
    sourceFile(service),
    extract(JSON.parse(text) as ServiceDescription, release),
    allowed,
  );
}

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      extract: { type: 'boolean', default: false },
      from: { type: 'string' },
      'allow-removal': { type: 'string', multiple: true, default: [] },
    },
  });
  const [service, file] = positionals;
  const { check: isCheck, extract: isExtract, from: release, 'allow-removal': allowed } = values;
  if (isExtract && service !== undefined && file !== undefined && release !== undefined)
    extractModel(service, file, release, allowed);
  else if (isExtract || positionals.length > 0) {
    process.stderr.write(usage);
    return 2;
  } else if (isCheck) return check();
  else await write(allowed);
  return 0;
}

/** Prints an error of the user's or of the sources. Throws any other. */
function report(error: unknown): number {
  if (error instanceof Refused) {
    process.stderr.write(`${error.message}\nNothing was written.\n`);
    return 1;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  throw error;
}

process.exitCode = await run().catch(report);
