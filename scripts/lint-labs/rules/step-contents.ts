import { anchorOf } from '../../../checker/steps/check.ts';
import { steps as checkedSteps } from '../../../checker/steps/index.ts';
import type { Problem } from '../../../labs/reader/problem.ts';
import type { Course } from '../course.ts';

const isCheck = (id: string) => id.startsWith('check-') && id !== 'check-yourself';

/** Each check has a paragraph on the page of its step, and each such paragraph belongs to a check. */
export function checkParagraphs({ steps }: Course): Problem[] {
  return steps.flatMap(({ id, file, anchors }) => {
    const checks = (checkedSteps.find((step) => step.id === id)?.checks ?? []).map((check) =>
      anchorOf(check.id),
    );
    const missing = checks.filter((anchor) => !anchors.some((each) => each.id === anchor));
    const unused = anchors.filter((anchor) => isCheck(anchor.id) && !checks.includes(anchor.id));
    return [
      ...missing.map((anchor) => ({
        file,
        line: 1,
        message: `no paragraph is called #${anchor}`,
        expected: `<a id="${anchor}"></a> where the page teaches what the check looks for`,
        todo: 'Write it there',
      })),
      ...unused.map((anchor) => ({
        file,
        line: anchor.line,
        message: `no check leads to #${anchor.id}`,
        expected: `one of ${checks.join(', ')}`,
        todo: 'Rename or remove it',
      })),
    ];
  });
}

/** Each step links to all of its causes, shows what a command prints, and names what to choose in the console. */
export function stepContents({ steps, causes }: Course): Problem[] {
  return steps.flatMap(({ id, file, links, blocks, markdown, anchors }) => {
    const lineOf = (anchor: string) => anchors.find((each) => each.id === anchor)?.line ?? 1;
    const unlinked = causes.filter(
      (cause) => cause.step === id && !links.some(({ href }) => href === `../causes/${cause.id}.md`),
    );
    const console = /^## By console\n([\s\S]*?)(?=^## )/m.exec(markdown)?.[1] ?? '';
    return [
      ...unlinked.map((cause) => ({
        file,
        line: lineOf('what-can-go-wrong'),
        message: `nothing leads to the cause ${cause.id}`,
        expected: `[${cause.title}](../causes/${cause.id}.md)`,
        todo: "Add it under 'What can go wrong'",
      })),
      ...(blocks.some((block) => block.use === 'run' && block.output !== undefined)
        ? []
        : [
            {
              file,
              line: lineOf('by-terminal'),
              message: 'no command shows what it prints',
              expected: 'a ```text output block below at least one command',
              todo: 'Add it',
            },
          ]),
      ...(/\*\*[^*]+\*\*/.test(console)
        ? []
        : [
            {
              file,
              line: lineOf('by-console'),
              message: 'the way by console names nothing to choose',
              expected: '**Name of the button**, as AWS names it',
              todo: 'Write them',
            },
          ]),
    ];
  });
}
