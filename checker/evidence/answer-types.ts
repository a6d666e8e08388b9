import * as v from 'valibot';
import { wrongMember, wrongMemberText } from '../account/answer-shape.ts';
import type { ReadOperation } from '../account/operations/declare.ts';
import { loadService, type ServiceName } from '../account/operations/services.ts';
import type { RecordedCall } from '../account/recording.ts';
import type { SourceName } from '../account/sources/operations.ts';
import type { Evidence } from './document.ts';
import { bytes, fields, flag, listOf, number, text, texts, valuesOf } from './field-types.ts';
import { EvidenceError } from './read.ts';

/** The answers of the sources other than AWS, by service and operation. */
const sourceAnswers: Readonly<Record<SourceName, v.GenericSchema>> = {
  'git branches': valuesOf(text),
  'git blob': bytes,
  'git commitTime': number,
  'git commits': texts,
  'clone state': fields({
    folder: text,
    head: text,
    ahead: number,
    changed: flag,
    foreign: v.optional(text),
  }),
  'web GET': fields({
    status: number,
    contentType: text,
    errorCode: text,
    errorMessage: text,
    body: text,
  }),
  'artifact file': bytes,
  'artifact digests': fields({
    md5: text,
    files: listOf(fields({ name: text, md5: v.optional(text) })),
  }),
  'clock ahead': number,
  'credentials expiration': number,
};

const isOfAws = (service: string): service is ServiceName => Object.hasOwn(loadService, service);

/** What is wrong with the answer of a call; undefined for a right one. */
async function wrongIn({ service, operation, input, fact }: RecordedCall): Promise<string | undefined> {
  if (fact.state !== 'known') return undefined;
  if (isOfAws(service)) {
    const { operations } = await loadService[service]();
    // No check makes a call that is not declared, so none relies on its answer. The file can name any.
    if (!Object.hasOwn(operations, operation)) return undefined;
    const declared = (operations as Readonly<Record<string, ReadOperation>>)[operation] as ReadOperation;
    if (typeof fact.value !== 'object' || fact.value === null) return 'it is no structure';
    const wrong = wrongMember(new declared.command(input), fact.value);
    return wrong === undefined ? undefined : wrongMemberText(wrong);
  }
  const schema = (sourceAnswers as Readonly<Record<string, v.GenericSchema>>)[`${service} ${operation}`];
  return schema === undefined || v.is(schema, fact.value)
    ? undefined
    : 'it does not have the form that the kit writes';
}

/** Throws EvidenceError for an answer whose members are not of the types that a check relies on. */
export async function requireAnswerTypes({ answers }: Evidence): Promise<void> {
  for (const answer of answers) {
    const wrong = await wrongIn(answer);
    if (wrong === undefined) continue;
    const { service, operation } = answer;
    throw new EvidenceError(`the answer of ${service} ${operation} is invalid: ${wrong}; save it again`);
  }
}
