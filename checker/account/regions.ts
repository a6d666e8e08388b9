/**
 * The regions of each partition, from the partition table that the AWS SDK for JavaScript carries and does not export.
 * `withCodePipeline` are those for which AWS's endpoint list names a CodePipeline endpoint. A test compares the regions
 * with the SDK's table.
 */
type Partition = 'aws' | 'aws-cn' | 'aws-us-gov' | 'aws-eusc';

const partitions: Record<Partition, { withCodePipeline: readonly string[]; others: readonly string[] }> = {
  aws: {
    withCodePipeline: [
      'af-south-1',
      'ap-east-1',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-south-2',
      'ap-southeast-1',
      'ap-southeast-2',
      'ap-southeast-3',
      'ap-southeast-4',
      'ap-southeast-5',
      'ca-central-1',
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
      'il-central-1',
      'me-central-1',
      'me-south-1',
      'sa-east-1',
      'us-east-1',
      'us-east-2',
      'us-west-1',
      'us-west-2',
    ],
    others: [
      'ap-east-2',
      'ap-southeast-6',
      'ap-southeast-7',
      'ca-west-1',
      'me-west-1',
      'mx-central-1',
      'sa-west-1',
    ],
  },
  'aws-cn': { withCodePipeline: ['cn-north-1', 'cn-northwest-1'], others: [] },
  'aws-us-gov': { withCodePipeline: ['us-gov-east-1', 'us-gov-west-1'], others: [] },
  'aws-eusc': { withCodePipeline: [], others: ['eusc-de-east-1'] },
};

/** Every region of these partitions. */
export const regionsOf = (names: readonly Partition[]): string[] =>
  names.flatMap((name) => [...partitions[name].withCodePipeline, ...partitions[name].others]);

let searched: readonly string[] | undefined;

/**
 * Limits, in this process, the regions that `regionsBeside` returns to these. For tests of accounts whose regions are
 * known: each region costs a search two calls and two clients.
 */
export function limitRegions(regions: readonly string[] | undefined): void {
  searched = regions;
}

/** Every region of the partition that contains a region; only the region itself if no partition is known to. */
export function regionsBeside(region: string): string[] {
  for (const { withCodePipeline, others } of Object.values(partitions)) {
    const all = [...withCodePipeline, ...others];
    if (all.includes(region))
      return all.filter((one) => one === region || (searched?.includes(one) ?? true)).sort();
  }
  return [region];
}

/** Whether AWS's endpoint list names a CodePipeline endpoint in the region. Newer regions can have one all the same. */
export const isKnownForCodePipeline = (region: string): boolean =>
  Object.values(partitions).some(({ withCodePipeline }) => withCodePipeline.includes(region));
