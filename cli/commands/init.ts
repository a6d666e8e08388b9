import { labFrom, SettingsError } from '../../checker/lab/lab.ts';
import { CliError } from '../../lab-home/errors.ts';
import {
  overridingSettings,
  readStoredSettings,
  settingsFile,
  storedSettingOptions,
  writeStoredSettings,
} from '../../lab-home/settings.ts';
import { prompt } from '../../terminal/prompt.ts';
import { defineCommand } from '../framework/command.ts';

export const command = defineCommand({
  name: 'init',
  description: 'Writes down your settings, so that no command has to be told them again.',
  options: storedSettingOptions,
  notes: ['In a terminal, what is needed and not given is asked. Settings not named keep what they were.'],
  examples: [
    'npx lab init --region eu-west-1 --repository octocat/codepipeline-s3-lab',
    'npx lab init --account 123456789012',
  ],
  async run(values, _positionals, io) {
    const stored = readStoredSettings(io.env);
    const settings: Record<string, unknown> = { ...stored, ...overridingSettings(values, io.env) };
    if (io.interactive) {
      const questions = [
        { name: 'region', message: 'Region', default: io.env.AWS_REGION ?? 'us-east-1' },
        { name: 'repository', message: 'Repository on GitHub (owner/name)' },
      ].filter(({ name }) => settings[name] === undefined);
      Object.assign(
        settings,
        await prompt(
          questions.map((one) => ({ ...one, type: 'input' })),
          io,
        ),
      );
    }
    const { target, ...lab } = settings;
    lab.region ??= io.env.AWS_REGION || io.env.AWS_DEFAULT_REGION || undefined;
    try {
      // The environment can still provide a region later. All other settings must be valid now.
      labFrom({ ...lab, region: lab.region ?? 'us-east-1' });
    } catch (error) {
      if (error instanceof SettingsError) throw new CliError(`${error.message}. Nothing was written.`);
      throw error;
    }
    const storedSettings = Object.fromEntries(
      Object.entries({ target, ...lab }).filter(([, value]) => value !== undefined),
    );
    writeStoredSettings(io.env, storedSettings);
    io.stdout(`Written to ${settingsFile(io.env)}:\n${JSON.stringify(storedSettings, null, 2)}\n`);
    return 0;
  },
});
