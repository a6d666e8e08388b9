import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClassFeed, StaticBoardRenderer } from '../../../companion/server/class/ports.ts';
import { CliError } from '../../../lab-home/errors.ts';

const pageName = 'index.html';
const temporaryName = `.${pageName}.next`;

/** Replaces an error's message while names are hidden: the message can name people, files and accounts. */
const hiddenErrorText = 'Something could not be read. The live board shows what.';

/** The names in the folder that no board has exported. A board exports files only: no links, pipes or folders. */
const foreignNames = (folder: string, generatorTag: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => {
      if (!entry.isFile()) return true;
      if (entry.name === temporaryName) return false;
      return entry.name !== pageName || !readFileSync(join(folder, pageName), 'utf8').includes(generatorTag);
    })
    .map(({ name }) => name);

/** Creates the folder if it does not exist. Throws CliError if it cannot be used, or contains anything else. */
function prepareFolder(folder: string, generatorTag: string): void {
  let foreign: string[];
  try {
    mkdirSync(folder, { recursive: true });
    foreign = foreignNames(folder, generatorTag);
  } catch (error) {
    throw new CliError(
      `--export ${folder}: ${(error as Error).message}. Choose a folder that you can write to.`,
    );
  }
  if (foreign.length === 0) return;
  const names = foreign.slice(0, 3).join(', ');
  throw new CliError(
    `--export ${folder}: the folder contains other files (${names}${foreign.length > 3 ? ', …' : ''}). Choose an empty folder, or one that a board was exported to before.`,
  );
}

/** The styles of the live page, for the exported one. */
function stylesIn(bundles: string): { css: string; cssHash: string } {
  const css = ['site', 'companion-style', 'class-style']
    .map((name) => readFileSync(join(bundles, 'browser', `${name}.css`), 'utf8'))
    .join('');
  return { css, cssHash: createHash('sha256').update(css).digest('base64') };
}

/**
 * Writes the page completely or not at all. Its mode is the usual one, because a web server has to read it. The temporary
 * file is a new one: in a folder that others can write to, a link of theirs could lead to any file.
 */
function writePage(folder: string, html: string): void {
  const temporaryFile = join(folder, temporaryName);
  try {
    rmSync(temporaryFile, { force: true });
    writeFileSync(temporaryFile, html, { flag: 'wx' });
    renameSync(temporaryFile, join(folder, pageName));
  } catch (error) {
    rmSync(temporaryFile, { force: true });
    throw error;
  }
}

interface ExportOptions {
  folder: string;
  /** The folder of the bundles of scripts/build.js. */
  bundles: string;
  refreshSeconds: number;
  /** Reports that a page could not be written. */
  stderr(text: string): void;
}

/**
 * Exports the board of a class as a static page after every round. A round that cannot be written is reported once for
 * each reason, and the next one tries again. Rejects with CliError if the folder cannot be used.
 */
export async function exportBoard(
  feed: ClassFeed,
  { folder, bundles, refreshSeconds, stderr }: ExportOptions,
): Promise<void> {
  const file = pathToFileURL(join(bundles, 'static-board.js')).href;
  const { generatorTag, staticBoardPage } = (await import(file)) as StaticBoardRenderer;
  prepareFolder(folder, generatorTag);
  const styles = stylesIn(bundles);
  let reported: string | undefined;

  function exportRound(): void {
    const pollError = feed.pollError();
    const trouble = pollError !== undefined && feed.hidesNames ? hiddenErrorText : pollError;
    const html = staticBoardPage({ board: feed.board(feed.hidesNames), trouble, refreshSeconds }, styles);
    try {
      writePage(folder, html);
      reported = undefined;
    } catch (error) {
      const { message } = error as Error;
      if (message !== reported)
        stderr(`The board was not written to ${folder}: ${message}. The next round tries again.\n`);
      reported = message;
    }
  }
  feed.onBoard(exportRound);
}
