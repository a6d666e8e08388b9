import * as v from 'valibot';

// The message of each schema is what it expects, for the message about a wrong value.
export const text = v.string('text');
export const number = v.number('a number');
export const wholeNumber = v.pipe(number, v.integer('a whole number'));
export const flag = v.boolean('true or false');
export const bytes = v.instance(Uint8Array, 'bytes');
export const listOf = <const Schema extends v.GenericSchema>(schema: Schema) => v.array(schema, 'a list');
export const texts = listOf(text);

export const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// valibot takes a list for an object.
const anObject = v.custom<Record<string, unknown>>(isFields, 'an object');

/** An object with these fields, and any others. */
export const fields = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(anObject, v.object(entries));

/** An object whose values all have this form. `v.record` skips names such as `constructor`, which a branch can have. */
export const valuesOf = (schema: v.GenericSchema) =>
  v.pipe(
    anObject,
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const [key, value] of Object.entries(dataset.value)) {
        const [issue] = v.safeParse(schema, value).issues ?? [];
        const step = { type: 'object', origin: 'value', input: dataset.value, key, value } as const;
        if (issue !== undefined) addIssue({ message: issue.message, path: [step, ...(issue.path ?? [])] });
      }
    }),
  );
