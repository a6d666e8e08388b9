import { resolve } from 'node:path';
import { defined } from '../../base/defined.ts';
import { exitCode } from '../../checker/engine/exit-code.ts';
import { generator, html } from '../../checker/report/html.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  judgeEvidence,
  readRequiredFile,
  redactEvidence,
  requireReplaceable,
} from '../../lab-home/evidence.ts';
import { givenFlags } from '../../lab-home/given-flags.ts';
import { writeFileAtomically } from '../../lab-home/home.ts';
import { kitVersion } from '../../lab-home/kit-version.ts';
import { runCheck } from '../../lab-home/run-check.ts';
import { settingOptions } from '../../lab-home/settings.ts';
import { targetOptions } from '../../lab-home/target.ts';
import type { Io } from '../../terminal/command.ts';
import type { ValuesOf } from '../../terminal/option-values.ts';
import { text } from '../../terminal/options.ts';
import { defineCommand } from '../framework/command.ts';
import { chooseSteps, namedSteps } from './check/choose-steps.ts';

const options = {
  output: text({ value: 'FILE', help: 'where to write it', default: 'report.html' }),
  from: text({
    value: 'FILE',
    help: 'out of evidence that lab check --save wrote, without any network',
  }),
  ...settingOptions,
  ...targetOptions,
};

type ReportValues = ValuesOf<typeof options>;

const isOurs = (page: string) => page.includes(`<meta name="generator" content="${generator}">`);

/**
 * What the page contains. The run is judged again from the redacted evidence, so that the page shows no secret that
 * the evidence does not contain.
 */
async function reportContents(values: ReportValues, positionals: string[], io: Io) {
  const named = namedSteps(positionals);
  const { from } = values;
  if (from !== undefined) {
    const conflict = Object.keys(givenFlags(values))[0];
    if (conflict !== undefined)
      throw new CliError(`--from ${from} judges what that file holds: --${conflict} has no place beside it.`);
    const { run, line, evidence, remark } = await judgeEvidence(from, named);
    return {
      run,
      line,
      evidence,
      text: readRequiredFile(from),
      remarks: remark === undefined ? [] : [remark],
    };
  }
  const steps = await chooseSteps(named, false, io);
  const { evidenceInput, run, remark, line } = await runCheck({
    values,
    steps,
    env: io.env,
    recordEvidence: true,
  });
  if (evidenceInput === undefined) throw new Error('nothing was noted');
  const redacted = await redactEvidence(evidenceInput, run);
  const remarks = [remark, redacted.remark].filter((one) => one !== undefined);
  return { run: redacted.run, line, evidence: redacted.evidence, text: redacted.text, remarks };
}

export const command = defineCommand({
  name: 'report',
  description:
    'Checks steps 1 to 8 and writes one HTML page of it, to hand to an instructor: what was found, what proves it, and the evidence, secrets taken out. The page needs no network, and has no script. The account is only read.',
  usage: ['npx lab report [step…] [--output FILE] [--from FILE]'],
  positionals: [{ name: 'step', many: true, help: 'step-9 or 5 or pipeline: only these' }],
  options,
  exitCodes: {
    0: 'all passed',
    1: 'something failed or is waiting',
    2: 'usage or settings',
    3: 'could not tell',
    4: 'no usable credentials',
  },
  examples: ['npx lab report', 'npx lab report --output anna.html --from anna.json'],
  async run(values, positionals, io) {
    const file = values.output;
    requireReplaceable(file, '--output', isOurs);
    const { run, line, evidence, text: saved, remarks } = await reportContents(values, positionals, io);
    const { seat, repository } = evidence.lab;
    const page = html(run, {
      // As the evidence has it, without secrets: an endpoint's address can contain credentials.
      line: evidence.line,
      time: evidence.time,
      kitVersion: evidence.kitVersion ?? kitVersion(),
      ...defined({ seat, repository }),
      evidence: saved,
    });
    requireReplaceable(file, '--output', isOurs);
    try {
      writeFileAtomically(resolve(file), page);
    } catch (error) {
      throw new CliError(`--output ${file}: it could not be written (${(error as Error).message}).`);
    }
    io.stdout(`${line}\nThe report is in ${file}.\n`);
    for (const remark of remarks) io.stderr(`${remark}\n`);
    return exitCode(run);
  },
});
