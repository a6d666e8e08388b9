import type { Tag } from '../../../../companion/ui/tag.ts';
import type { AttachedPolicy, InlinePolicy, Role } from '../read.ts';

export interface RoleDetails {
  role: Role;
  inline: InlinePolicy[];
  attached: (AttachedPolicy & { document: unknown })[];
  tags: Tag[];
}
