import { describe, expect, expectTypeOf, it } from 'vitest';
import { decimal, integer, minutes, port, seconds } from '../../terminal/number-options.ts';
import { readValues } from '../../terminal/option-values.ts';
import { flag, many, type Option, oneOf, text } from '../../terminal/options.ts';

const read = (option: Option, ...given: string[]) => {
  const typed = option.multiple ? given : (given[0] ?? undefined);
  const result = readValues({ name: option }, { name: typed });
  return 'problem' in result ? result.problem : result.values.name;
};

const count = integer({ min: 1, max: 40, help: 'how many' });
const speed = decimal({ min: 0.1, max: 100, default: 10, help: 'how fast' });
const kind = oneOf({ live: 'your own', practice: '' }, { default: 'practice' });

describe('an option that is not given', () => {
  it.each<[string, Option, unknown]>([
    ['a flag', flag('x'), false],
    ['a number without a default', count, undefined],
    ['a number with one', speed, 10],
    ['a port', port({ default: 4400, help: 'x' }), 4400],
    ['a time', seconds({ min: 1, max: 60, default: 20, help: 'x' }), 20_000],
    ['a name', kind, 'practice'],
    ['a list', many(text({ help: 'x' })), []],
  ])('has its default: %s', (_name, option, value) => {
    expect(read(option)).toEqual(value);
  });
});

describe('an option that is given', () => {
  it.each<[Option, string[], unknown]>([
    [count, ['1'], 1],
    [count, ['40'], 40],
    [speed, ['0.1'], 0.1],
    [port({ default: 4400, help: 'x' }), ['0'], 0],
    [port({ default: 4400, help: 'x' }), ['65535'], 65_535],
    [seconds({ min: 1, max: 60, help: 'x' }), ['1.5'], 1500],
    [minutes({ min: 1, max: 60, help: 'x' }), ['2'], 120_000],
    [kind, ['live'], 'live'],
    [text({ help: 'x' }), [' '], ' '],
    [many(count), ['2', '3'], [2, 3]],
  ])('has the value of its type: %#', (option, given, value) => {
    expect(read(option, ...given)).toEqual(value);
  });

  it.each<[Option, string, string]>([
    ...['0', '41', '1.5', '-1', '+1', '1e1', '0x1', ' 1', '', 'x', '١', 'Infinity', 'NaN'].map(
      (given): [Option, string, string] => [
        count,
        given,
        `--name ${given || '""'}: expected a whole number from 1 to 40, such as --name 1.`,
      ],
    ),
    [text({ help: 'x' }), '', '--name "": expected a text that is not empty.'],
    [speed, '0', '--name 0: expected a number from 0.1 to 100, such as --name 10.'],
    [speed, '1.', '--name 1.: expected a number from 0.1 to 100, such as --name 10.'],
    [
      port({ default: 4400, help: 'x' }),
      '65536',
      '--name 65536: expected a whole number from 0 to 65535, such as --name 4400.',
    ],
    [
      seconds({ min: 5, max: 60, default: 20, help: 'x' }),
      '20s',
      '--name 20s: expected seconds from 5 to 60, such as --name 20.',
    ],
    [kind, 'liv', '--name liv: expected live or practice. Did you mean --name live?'],
    [kind, 'toString', '--name toString: expected live or practice, such as --name practice.'],
    [many(count), 'x', '--name x: expected a whole number from 1 to 40, such as --name 1.'],
  ])('is refused with what was expected: %#', (option, given, problem) => {
    expect(read(option, given)).toBe(problem);
  });
});

it('states range and default in the help', () => {
  expect(count.help).toBe('how many (1 to 40)');
  expect(speed.help).toBe('how fast (0.1 to 100; default: 10)');
  expect(port({ default: 4400, help: 'the port' }).help).toBe('the port (0 takes a free one; default: 4400)');
  expect(kind.help).toBe('live (your own) or practice (default)');
  expect(many(text({ help: 'a file' })).help).toBe('a file; may be given more than once');
});

it('types the values by the declarations', () => {
  const options = { count, speed, kind, quiet: flag('x'), file: many(text({ help: 'x' })) };
  const result = readValues(options, {});
  if ('problem' in result) throw new Error(result.problem);
  expectTypeOf(result.values).toEqualTypeOf<{
    readonly count: number | undefined;
    readonly speed: number;
    readonly kind: 'live' | 'practice';
    readonly quiet: boolean;
    readonly file: string[];
  }>();
});
