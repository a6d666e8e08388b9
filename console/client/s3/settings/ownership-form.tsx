import { RadioGroup } from '../../../../companion/ui/form.tsx';
import type { Ownership } from '../read.ts';

export const ownershipLabels: Record<Ownership, string> = {
  BucketOwnerEnforced: 'Bucket owner enforced',
  BucketOwnerPreferred: 'Bucket owner preferred',
  ObjectWriter: 'Object writer',
};

/** *Object Ownership*: whether access control lists apply, and then who owns an object that another account writes. */
export function OwnershipForm(props: { value: Ownership; onValue(value: Ownership): void }) {
  const { value, onValue } = props;
  const isOff = value === 'BucketOwnerEnforced';
  return (
    <>
      <RadioGroup
        legend="Object Ownership"
        isLegendHidden
        value={isOff ? 'off' : 'on'}
        choices={[
          {
            value: 'off',
            label: 'ACLs disabled',
            hint: 'Recommended. All objects are this account’s, and policies alone say who may read them.',
          },
          { value: 'on', label: 'ACLs enabled', hint: 'Each object can have a list of its own.' },
        ]}
        onValue={(acls) => onValue(acls === 'off' ? 'BucketOwnerEnforced' : 'BucketOwnerPreferred')}
      />
      {isOff ? null : (
        <RadioGroup
          legend="Whose an object is that another account writes"
          value={value}
          choices={[
            { value: 'BucketOwnerPreferred', label: ownershipLabels.BucketOwnerPreferred },
            { value: 'ObjectWriter', label: ownershipLabels.ObjectWriter },
          ]}
          onValue={onValue}
        />
      )}
    </>
  );
}
