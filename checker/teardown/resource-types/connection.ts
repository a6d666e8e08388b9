import {
  type Connection,
  connections,
  connectionTags,
  connection as readConnection,
} from '../../account/connections.ts';
import { uncut } from '../complete-list.ts';
import { byJournal, byName, byRecord, byTags } from '../ownership/proofs.ts';
import { namesArn, pipelinesNaming } from '../survey.ts';
import { type Findings, merge, nothingFound, type Proof, type Thing } from '../thing.ts';
import type { Kind, Look } from '../types.ts';

const kind = 'connection';

async function judge(look: Look, { name, arn, status }: Connection): Promise<Findings> {
  const survey = await look.survey();
  const speaking: Proof[] = name === look.names.connection ? [byName] : [];
  if (survey.own?.strings.some(namesArn(arn)))
    speaking.push({ by: 'pipeline', text: "the lab's pipeline has its source through it" });
  // An ARN is never used again: it is identity enough.
  const journal = byJournal({ kind, id: arn, born: arn }, look.remembered);
  if (look.record.connectionArn === arn) journal.push(byRecord);
  if (speaking.length + journal.length === 0) return nothingFound();
  const tags = await connectionTags(look.calls, arn);
  if (tags.state === 'absent') return { ...nothingFound(), absent: [{ kind, name, code: tags.code }] };
  if (tags.state === 'unknown') return { ...nothingFound(), untold: [{ kind, name, trouble: tags.trouble }] };
  const { proofs, ...rest } = byTags(tags.value, look.names);
  const thing: Thing = {
    kind,
    id: arn,
    name,
    born: arn,
    ...rest,
    proofs: [...speaking, ...proofs, ...journal],
    users: pipelinesNaming(survey, namesArn(arn)),
    untold: survey.unread,
    holds: { status },
  };
  return { ...nothingFound(), things: [thing] };
}

/** Connections: there may be several of one name, so each is judged by its ARN. */
export const connection: Kind = {
  name: kind,
  title: 'connection',
  after: ['pipeline'],

  async find(look) {
    const { connection: name } = look.names;
    const list = uncut(await connections(look.calls), 'codeconnections', 'ListConnections');
    if (list.state === 'unknown')
      return { ...nothingFound(), untold: [{ kind, name, trouble: list.trouble }] };
    const found = list.state === 'known' ? list.value : [];
    const judged = merge(await Promise.all(found.map((each) => judge(look, each))));
    if (found.some((each) => each.name === name) || judged.things.length > 0) return judged;
    return merge([judged, { ...nothingFound(), absent: [{ kind, name, code: 'not in the list' }] }]);
  },

  async delete(thing, hands) {
    await hands.call('codeconnections', 'DeleteConnection', { ConnectionArn: thing.id });
  },

  gone: (thing, look) => readConnection(look.calls, thing.id),
};
