import { useState } from 'preact/hooks';
import { Box, RadioGroup } from '../../../../companion/ui/form.tsx';

/** *Choose creation option*. */
export function CreationOptionStep() {
  const [option, setOption] = useState<'custom'>('custom');
  return (
    <Box title="Creation options">
      <RadioGroup<'custom'>
        legend="Category"
        value={option}
        onValue={setOption}
        choices={[
          {
            value: 'custom',
            label: 'Build custom pipeline',
            hint: 'You say each stage yourself. AWS also offers templates here; this lab needs none.',
          },
        ]}
      />
    </Box>
  );
}
