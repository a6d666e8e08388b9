import { afterEach, expect, it, vi } from 'vitest';
import { decodeQuery, formOf } from '../../../practice/protocols/query.ts';
import { models } from '../../../practice/protocols/schemas.ts';

afterEach(() => vi.restoreAllMocks());

function request(body: string) {
  const rest = { target: '/', path: '/', query: new URLSearchParams(), headers: {}, requestId: '' };
  return { method: 'POST', ...rest, body: Buffer.from(body) };
}

// URLSearchParams searches all parameters for one. So a form of a megabyte would take minutes.
it('finds the parameters of a form without a search for each', () => {
  const searches = [vi.spyOn(URLSearchParams.prototype, 'get'), vi.spyOn(URLSearchParams.prototype, 'has')];
  const tags = Array.from(
    { length: 500 },
    (_, n) => `Tags.member.${n + 1}.Key=k${n}&Tags.member.${n + 1}.Value=v`,
  );
  const operation = models.get('iam')?.operations.get('CreateRole');
  if (operation === undefined) throw new Error('no CreateRole');
  const { input } = decodeQuery(operation, request(`Action=CreateRole&RoleName=r&${tags.join('&')}`));
  expect(input).toMatchObject({ RoleName: 'r', Tags: expect.arrayContaining([{ Key: 'k499', Value: 'v' }]) });
  expect(searches.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});

it('uses the first value of a parameter', () => {
  expect(formOf(request('Action=One&Action=Two')).get('Action')).toBe('One');
});
