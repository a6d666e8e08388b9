import type { AttemptContext, Inputs } from './attempt-context.ts';

export const connectionInputs = ({ connectionArn, seat, ownSeat }: AttemptContext): Inputs => {
  const connection = { ConnectionArn: connectionArn };
  const tags = (value: string) => [{ Key: 'seat', Value: value }];
  const created = { ConnectionName: 'another', ProviderType: 'GitHub' };
  return {
    CreateConnection: [
      created,
      { ...created, Tags: tags(seat) },
      { ...created, Tags: [{ Key: 'lab', Value: 'x' }] },
    ],
    GetConnection: connection,
    DeleteConnection: connection,
    TagResource: [
      { ResourceArn: connectionArn, Tags: tags(ownSeat) },
      { ResourceArn: connectionArn, Tags: tags(seat) },
    ],
    UntagResource: { ResourceArn: connectionArn, TagKeys: ['seat'] },
    ListTagsForResource: { ResourceArn: connectionArn },
  };
};
