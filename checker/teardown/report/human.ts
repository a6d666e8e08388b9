import type { Lab } from '../../lab.ts';
import type { Done } from '../carry-out.ts';
import type { Plan } from '../plan.ts';
import type { Proved } from '../prove.ts';
import type { Result } from '../teardown.ts';
import type { NotThere, Untold } from '../thing.ts';
import { byHand, called, stays, told, withIt } from './words.ts';
import { wrap } from './wrap.ts';

interface Screen {
  /** Columns. */
  width: number;
}

const title = (text: string) => `\n${text}\n\n`;
const item = (text: string, { width }: Screen) => wrap(text, width, '  ');
const note = (text: string, { width }: Screen) => wrap(text, width, '     ');

function untoldText(untold: readonly Untold[], screen: Screen): string {
  if (untold.length === 0) return '';
  const lines = untold.map((each) => item(called(each), screen) + note(told(each.trouble), screen));
  return title('This could not be told, so it counts as neither there nor gone:') + lines.join('');
}

function notThereText(absent: readonly NotThere[], screen: Screen): string {
  return absent.map((each) => item(`${called(each)} (${each.code})`, screen)).join('');
}

function keptText({ kept }: Plan, screen: Screen): string {
  if (kept.length === 0) return '';
  const lines = kept.map(({ thing, why, look }) => {
    const more = look ? `. Please look; if it is yours to delete: ${byHand(thing)}` : '';
    return item(called(thing), screen) + note(`${why}${more}`, screen);
  });
  return title('This stays:') + lines.join('');
}

/** The plan, as it is printed before anybody is asked. */
export function planText(plan: Plan, screen: Screen): string {
  const { go, absent, untold } = plan;
  const goes = go.map((thing, index) => {
    const more = withIt(thing);
    return (
      wrap(`${index + 1}. ${called(thing)}`, screen.width, '  ') +
      (more === undefined ? '' : note(more, screen)) +
      note(`the lab's: ${thing.proofs.map(({ text }) => text).join('; ')}`, screen)
    );
  });
  const gone = notThereText(absent, screen);
  return [
    go.length > 0 ? title('This goes:') + goes.join('') : '',
    keptText(plan, screen),
    untoldText(untold, screen),
    gone === '' ? '' : title('Not there:') + gone,
    go.length > 0 ? `\nDigest of this plan: ${plan.digest}\n` : '',
  ].join('');
}

const states: Record<Done['state'], string> = {
  deleted: 'deleted',
  'gone already': 'was gone already',
  refused: 'left alone',
  failed: 'NOT deleted',
  stopped: 'not deleted, stopped',
  waiting: 'not tried',
};

function doneText(done: readonly Done[], screen: Screen): string {
  return done
    .filter(({ state }) => state !== 'deleted' && state !== 'gone already')
    .map(({ thing, state, why, trouble }) => {
      const reason = trouble === undefined ? why : told(trouble);
      return item(`${called(thing)}: ${states[state]}`, screen) + (reason ? note(reason, screen) : '');
    })
    .join('');
}

function proofText(proof: Proved, screen: Screen): string {
  const { seen, remaining, untold } = proof;
  return [
    seen.length > 0 ? title(`Seen to be gone, at ${new Date(proof.at).toISOString()}:`) : '',
    notThereText(seen, screen),
    remaining.length > 0 ? title('Still there:') : '',
    ...remaining.map((each) => item(called(each), screen)),
    untoldText(untold, screen),
  ].join('');
}

function staysText(lab: Lab, screen: Screen): string {
  const lines = stays(lab).map(({ what, how }) => item(what, screen) + note(how, screen));
  return title('What a teardown leaves to you:') + lines.join('');
}

/** A command on a line of its own, to be copied. */
const type = (flags: string) => `\n    npx lab teardown ${flags}\n`;

function ending({ state, exit, plan, proof, done }: Result, { width }: Screen): string {
  const say = (text: string) => `\n${wrap(text, width, '')}`;
  const kept = (proof?.plan ?? plan)?.kept.length ?? 0;
  const but = kept > 0 ? ' What stays is told above.' : '';
  switch (state) {
    case 'nothing':
      return exit === 0
        ? say(`Nothing to delete.${but}`)
        : say('Found nothing to delete, but could not look everywhere.');
    case 'planned':
      return say('A dry run: nothing was deleted.');
    case 'unconfirmed':
      return say('Nothing was deleted. To carry this plan out, type:') + type(`--confirm ${plan?.digest}`);
    case 'declined':
      return say('Declined: nothing was deleted.');
    case 'changed':
      return say('Nothing was deleted. To see the plan as it is now, type:') + type('--dry-run');
    case 'stopped':
      if (done === undefined)
        return say('Stopped before anything was deleted. To see what would go:') + type('--dry-run');
      return (
        say('Stopped between two calls. To go on, and to see what is left:') +
        type('--resume') +
        type('--dry-run').slice(1)
      );
    case 'done':
      if (exit === 0) return say(`Proven: nothing of the lab is left in this account and region.${but}`);
      return (
        say('Not everything could be deleted and proven. Once the reasons above are gone, type:') +
        type('--resume')
      );
  }
}

/** All that stands behind the plan: what changed, what was done, the proof, and the last line. */
export function resultText(result: Result, lab: Lab, screen: Screen): string {
  const { differences = [], done = [], proof, state } = result;
  const changes = differences.map((line) => item(line, screen)).join('');
  const failures = doneText(done, screen);
  return [
    changes === '' ? '' : title('The account is not as it was when this was confirmed:') + changes,
    failures === '' ? '' : title('Not deleted:') + failures,
    proof === undefined ? '' : proofText(proof, screen) + keptText(proof.plan, screen),
    state === 'done' || state === 'nothing' ? staysText(lab, screen) : '',
    ending(result, screen),
  ].join('');
}
