import {
  type Connection,
  connections,
  connectionTags,
  connection as readConnection,
} from '../../account/connections.ts';
import { completeList } from '../complete-list.ts';
import { journalProofs, nameProof, proofsFromTags, recordProof } from '../ownership.ts';
import { mentionsArn, pipelinesMentioning } from '../pipeline-inventory.ts';
import {
  emptyScanResult,
  mergeScanResults,
  type OwnershipProof,
  type Resource,
  type ScanResult,
} from '../resource.ts';
import type { AccountScan, ResourceType } from '../types.ts';

const kind = 'connection';

async function judge(scan: AccountScan, { name, arn, status }: Connection): Promise<ScanResult> {
  const inventory = await scan.inventory();
  const initialProofs: OwnershipProof[] = name === scan.names.connection ? [nameProof] : [];
  if (inventory.labPipeline?.strings.some(mentionsArn(arn)))
    initialProofs.push({ by: 'pipeline', text: "the lab's pipeline has its source through it" });
  // AWS never reuses a connection's ARN, so the ARN is the incarnation too.
  const journal = journalProofs({ kind, id: arn, incarnation: arn }, scan.journaled);
  if (scan.record.connectionArn === arn) journal.push(recordProof);
  if (initialProofs.length + journal.length === 0) return emptyScanResult();
  const tags = await connectionTags(scan.calls, arn);
  if (tags.state === 'absent') return { ...emptyScanResult(), absent: [{ kind, name, code: tags.code }] };
  if (tags.state === 'unknown')
    return { ...emptyScanResult(), undetermined: [{ kind, name, error: tags.error }] };
  const { proofs, ...rest } = proofsFromTags(tags.value, scan.names);
  const resource: Resource = {
    kind,
    id: arn,
    name,
    incarnation: arn,
    ...rest,
    proofs: [...initialProofs, ...proofs, ...journal],
    users: pipelinesMentioning(inventory, mentionsArn(arn)),
    undetermined: inventory.readErrors,
    holds: { status },
  };
  return { ...emptyScanResult(), resources: [resource] };
}

/** Several connections can share a name, so each is judged by its ARN. */
export const connection: ResourceType = {
  name: kind,
  title: 'connection',
  after: ['pipeline'],

  async find(scan) {
    const { connection: name } = scan.names;
    const list = completeList(await connections(scan.calls), 'codeconnections', 'ListConnections');
    if (list.state === 'unknown')
      return { ...emptyScanResult(), undetermined: [{ kind, name, error: list.error }] };
    const found = list.state === 'known' ? list.value : [];
    const judged = mergeScanResults(await Promise.all(found.map((each) => judge(scan, each))));
    if (found.some((each) => each.name === name) || judged.resources.length > 0) return judged;
    return mergeScanResults([
      judged,
      { ...emptyScanResult(), absent: [{ kind, name, code: 'not in the list' }] },
    ]);
  },

  async delete(resource, writer) {
    await writer.call('codeconnections', 'DeleteConnection', { ConnectionArn: resource.id });
  },

  probe: (resource, scan) => readConnection(scan.calls, resource.id),
};
