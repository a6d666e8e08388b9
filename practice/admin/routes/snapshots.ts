import type { AdminRoute } from './admin-route.ts';
import { rejectUnknownMembers, requireText } from './validate-body.ts';

/** `/_admin/snapshot` takes (POST), lists (GET) and drops (DELETE) snapshots; `/_admin/restore` restores one. */
export const snapshotRoutes: AdminRoute[] = [
  { method: 'GET', path: 'snapshot', run: ({ snapshots }) => ({ snapshots: snapshots.ids }) },
  {
    method: 'POST',
    path: 'snapshot',
    async run({ snapshots }, body) {
      rejectUnknownMembers(body, []);
      return { id: await snapshots.take() };
    },
  },
  {
    method: 'DELETE',
    path: 'snapshot',
    run({ snapshots }, body) {
      snapshots.drop(idOf(body));
      return { snapshots: snapshots.ids };
    },
  },
  {
    method: 'POST',
    path: 'restore',
    async run({ snapshots }, body) {
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
