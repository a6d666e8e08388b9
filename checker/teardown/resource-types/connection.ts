import { connections, connectionTags, connection as readConnection } from '../../account/connections.ts';
import { completeList } from '../../account/paging.ts';
import { CandidateList } from '../candidates.ts';
import { journalProofs, nameProof, proofsFromTags, recordHint } from '../ownership.ts';
import { pipelinesMentioning } from '../pipeline-inventory.ts';
import { mentionsArn } from '../pipeline-strings.ts';
import { emptyScanResult, type Resource } from '../resource.ts';
import type { ResourceType } from '../types.ts';

const kind = 'connection';

/** Several connections can share a name, so each is judged by its ARN. */
export const connection: ResourceType = {
  name: kind,
  title: 'connection',
  after: ['pipeline'],

  async candidates(scan) {
    const listed = completeList(await connections(scan.calls), 'codeconnections', 'ListConnections');
    const names = scan.ownNames('connection');
    if (listed.state === 'unknown')
      return { found: [], absent: [], undetermined: names.map((name) => ({ name, error: listed.error })) };
    const all = listed.state === 'known' ? listed.value : [];
    const { labPipelines } = await scan.inventory();
    const list = new CandidateList();
    for (const { name, arn } of all) {
      if (names.includes(name)) list.add(arn, [nameProof]);
      if (labPipelines.some(({ strings }) => strings.some(mentionsArn(arn))))
        list.add(arn, [{ by: 'pipeline', text: "the lab's pipeline has its source through it" }]);
    }
    list.add(scan.record.connectionArn ?? '', [], [recordHint]);
    await list.addKnown(scan, kind);
    const absent = names.filter((name) => !all.some((each) => each.name === name));
    return {
      ...list.result(),
      absent: absent.map((name) => ({ name, code: 'not in the list' })),
    };
  },

  async inspect({ id: arn, proofs: initialProofs, hints }, scan) {
    const found = await readConnection(scan.calls, arn);
    if (found.state === 'absent') return emptyScanResult();
    if (found.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name: arn, error: found.error }] };
    const { name, status } = found.value;
    const tags = await connectionTags(scan.calls, arn);
    if (tags.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: tags.code }] };
    if (tags.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name, error: tags.error }] };
    const inventory = await scan.inventory();
    const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
    // AWS never reuses a connection's ARN, so the ARN is the incarnation too.
    const identity = { kind, id: arn, incarnation: arn } as const;
    const resource: Resource = {
      ...identity,
      name,
      ...rest,
      hints,
      holds: { status },
      proofs: [...initialProofs, ...proofs, ...journalProofs(identity, scan.journal)],
      users: pipelinesMentioning(scan, inventory, mentionsArn(arn)),
      undetermined: inventory.readErrors,
    };
    return { ...emptyScanResult(), resources: [resource] };
  },

  async delete(resource, writer) {
    await writer.call('codeconnections', 'DeleteConnection', { ConnectionArn: resource.id });
  },

  probe: (resource, scan) => readConnection(scan.calls, resource.id),
};
