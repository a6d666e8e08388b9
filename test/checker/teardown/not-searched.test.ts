import { expect, it } from 'vitest';
import { notSearchedLines } from '../../../checker/teardown/report/limits.ts';

const searchedRegions = ['us-east-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'us-west-2'];
const unread = (regions: readonly string[], why = 'denied') =>
  regions.map((region) => ({ what: region, region, why }));
const named = (limits: Parameters<typeof notSearchedLines>[0]['limits']) =>
  notSearchedLines({ limits, searchedRegions }).map(({ what, why }) => `${what}: ${why}`);

it('names all regions but one as such, and what else was not searched', () => {
  const roles = { what: 'the list of roles', why: 'denied' };
  expect(named([roles, ...unread(searchedRegions.slice(1))])).toEqual([
    'all regions but us-east-1: denied',
    'the list of roles: denied',
  ]);
  expect(named(unread(searchedRegions))).toEqual(['all regions: denied']);
});

it('names each region where more were read, where there are few, or where the reasons differ', () => {
  expect(named(unread(['eu-west-1', 'eu-west-2', 'eu-west-3']))).toHaveLength(3);
  const few = {
    limits: unread(['eu-west-1', 'us-west-2']),
    searchedRegions: ['us-east-1', 'eu-west-1', 'us-west-2'],
  };
  expect(notSearchedLines(few).map(({ what }) => what)).toEqual(['eu-west-1', 'us-west-2']);
  expect(
    named([...unread(['eu-west-1', 'us-west-2']), ...unread(['eu-west-2', 'eu-west-3'], 'not in time')]),
  ).toEqual(['eu-west-1: denied', 'us-west-2: denied', 'eu-west-2: not in time', 'eu-west-3: not in time']);
});
