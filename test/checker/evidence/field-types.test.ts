import * as v from 'valibot';
import { expect, it } from 'vitest';
import { fields, text, valuesOf } from '../../../checker/evidence/field-types.ts';

const parsed = (value: string) => JSON.parse(`{ "branches": ${value} }`);
const schema = fields({ branches: valuesOf(text) });

it.each(['main', 'constructor', 'prototype', '__proto__', 'toString'])(
  'a branch that is called %s has a text, as all others have',
  (name) => {
    expect(v.is(schema, parsed(`{ "${name}": "abc" }`))).toBe(true);
    const [issue] = v.safeParse(schema, parsed(`{ "${name}": 5 }`)).issues ?? [];
    expect([issue?.message, issue && v.getDotPath(issue)]).toEqual(['text', `branches.${name}`]);
  },
);

it.each(['[]', 'null', '5'])('%s is no object', (value) => {
  const [issue] = v.safeParse(schema, parsed(value)).issues ?? [];
  expect(issue?.message).toBe('an object');
});
