import { Checkbox } from '../../../../companion/ui/form.tsx';
import { fullBlock, isFullyBlocked } from '../create/draft.ts';
import type { PublicAccessBlock } from '../read.ts';

export const blockLabels: readonly (readonly [keyof PublicAccessBlock, string])[] = [
  ['BlockPublicAcls', 'Block public access granted through new access control lists (ACLs)'],
  ['IgnorePublicAcls', 'Block public access granted through any access control lists (ACLs)'],
  ['BlockPublicPolicy', 'Block public access granted through new public bucket or access point policies'],
  ['RestrictPublicBuckets', 'Block public and cross-account access through any public bucket policies'],
];

/** *Block all public access*, and the four parts of it. */
export function BlockForm(props: { block: PublicAccessBlock; onValue(block: PublicAccessBlock): void }) {
  const { block, onValue } = props;
  const isOn = isFullyBlocked(block);
  const noBlock = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  return (
    <>
      <Checkbox
        label={
          <>
            Block <em>all</em> public access
          </>
        }
        hint="The same as all four settings below."
        checked={isOn}
        onValue={(all) => onValue(all ? fullBlock : noBlock)}
      />
      <div class="within">
        {blockLabels.map(([name, label]) => (
          <Checkbox
            key={name}
            label={label}
            checked={block[name]}
            onValue={(checked) => onValue({ ...block, [name]: checked })}
          />
        ))}
      </div>
    </>
  );
}
