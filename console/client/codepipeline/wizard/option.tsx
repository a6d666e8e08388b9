import { useState } from 'preact/hooks';
import { Box, Radios } from '../../../../companion/ui/form.tsx';

/** *Choose creation option*. */
export function OptionPage() {
  const [option, setOption] = useState<'custom'>('custom');
  return (
    <Box title="Creation options">
      <Radios<'custom'>
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
