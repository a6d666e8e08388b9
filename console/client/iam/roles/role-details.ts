import type { Tag } from '../../../../companion/ui/tag.ts';
import type { Attached, InlinePolicy, Role } from '../read.ts';

export interface WholeRole {
  role: Role;
  inline: InlinePolicy[];
  attached: (Attached & { document: unknown })[];
  tags: Tag[];
}
