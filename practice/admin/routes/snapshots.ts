import type { AdminRoute } from './admin-route.ts';
import { rejectUnknownMembers, requireText } from './validate-body.ts';

/** The id of a snapshot: the response to the one that was taken or restored, and the body of the other requests. */
export interface SnapshotId {
  id: string;
}

/** The response that lists the ids of the snapshots. */
export interface SnapshotsResponse {
  snapshots: string[];
}

/** `/_admin/snapshot` takes (POST), lists (GET) and drops (DELETE) snapshots; `/_admin/restore` restores one. */
export const snapshotRoutes: AdminRoute[] = [
  {
    method: 'GET',
    path: 'snapshot',
    run: ({ snapshots }): SnapshotsResponse => ({ snapshots: snapshots.ids }),
  },
  {
    method: 'POST',
    path: 'snapshot',
    async run({ snapshots }, body): Promise<SnapshotId> {
      rejectUnknownMembers(body, []);
      return { id: await snapshots.take() };
    },
  },
  {
    method: 'DELETE',
    path: 'snapshot',
    run({ snapshots }, body): SnapshotsResponse {
      snapshots.drop(idOf(body));
      return { snapshots: snapshots.ids };
    },
  },
  {
    method: 'POST',
    path: 'restore',
    async run({ snapshots }, body): Promise<SnapshotId> {
      const id = idOf(body);
      await snapshots.restore(id);
      return { id };
    },
  },
];

function idOf(body: Readonly<Record<string, unknown>>): string {
  rejectUnknownMembers(body, ['id']);
  return requireText(body.id, 'id', 'the id of a snapshot');
}
