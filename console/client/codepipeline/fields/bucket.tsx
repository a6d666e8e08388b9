import { Select } from '../../../../companion/ui/form.tsx';
import { WhenLoaded } from '../../../../companion/ui/page.tsx';
import { useLoaded } from '../../use-loaded.ts';
import { choicesOf } from './select-or-text.tsx';

/** A choice among the account's buckets. */
export function BucketChoice(props: {
  label: string;
  value: string;
  error?: string | undefined;
  onValue(value: string): void;
}) {
  const buckets = useLoaded(
    'Buckets',
    async (aws) => (await aws<{ Buckets?: { Name: string }[] }>('s3api', 'list-buckets')).Buckets ?? [],
    [],
  );
  return (
    <WhenLoaded of={buckets}>
      {(rows) => (
        <Select
          {...props}
          hint={rows.length === 0 ? 'There is no bucket yet.' : undefined}
          choices={choicesOf(
            rows.map(({ Name }) => Name),
            props.value,
          )}
        />
      )}
    </WhenLoaded>
  );
}
