import { describe, expect, it } from 'vitest';
import { isConditionMet } from '../../../../practice/services/iam/policy/conditions.ts';
import { contextOf } from '../../../../practice/services/iam/policy/context.ts';
import { matches, matchesArn } from '../../../../practice/services/iam/policy/match.ts';

const context = contextOf({
  'aws:username': 'ada',
  'aws:PrincipalArn': 'arn:aws:iam::000000000000:role/path/deployer',
  'aws:TagKeys': ['seat', 'lab'],
  'aws:SourceIp': '10.1.2.3',
  'aws:CurrentTime': '2026-06-01T12:00:00Z',
  'aws:SecureTransport': 'false',
  's3:max-keys': '10',
});

describe('a condition', () => {
  it.each([
    ['StringEquals', 'aws:username', ['bob', 'ada'], true],
    ['StringEquals', 'AWS:UserName', ['ada'], true],
    ['StringEquals', 'aws:username', ['Ada'], false],
    ['StringEqualsIgnoreCase', 'aws:username', ['ADA'], true],
    ['StringNotEquals', 'aws:username', ['bob'], true],
    ['StringNotEquals', 'aws:username', ['bob', 'ada'], false],
    ['StringNotEquals', 'aws:nothing', ['bob'], true],
    ['StringEquals', 'aws:nothing', ['bob'], false],
    ['StringEqualsIfExists', 'aws:nothing', ['bob'], true],
    ['StringEqualsIfExists', 'aws:username', ['bob'], false],
    ['StringLike', 'aws:username', ['a?a', 'x*'], true],
    ['StringNotLike', 'aws:username', ['a*'], false],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['seat', 'lab', 'x'], true],
    ['ForAllValues:StringEquals', 'aws:TagKeys', ['seat'], false],
    ['ForAllValues:StringEquals', 'aws:nothing', ['seat'], true],
    ['ForAnyValue:StringEquals', 'aws:TagKeys', ['seat'], true],
    ['ForAnyValue:StringEquals', 'aws:nothing', ['seat'], false],
    ['ForAnyValue:StringNotEquals', 'aws:TagKeys', ['seat'], true],
    ['ForAllValues:StringNotLike', 'aws:TagKeys', ['s*'], false],
    ['Null', 'aws:nothing', ['true'], true],
    ['Null', 'aws:username', ['true'], false],
    ['Null', 'aws:username', ['false'], true],
    ['Bool', 'aws:SecureTransport', ['false'], true],
    ['Bool', 'aws:SecureTransport', ['true'], false],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', ['true'], true],
    ['NumericLessThanEquals', 's3:max-keys', ['10'], true],
    ['NumericLessThan', 's3:max-keys', ['10'], false],
    ['NumericNotEquals', 's3:max-keys', ['11'], true],
    ['DateGreaterThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], true],
    ['DateLessThan', 'aws:CurrentTime', ['2026-01-01T00:00:00Z'], false],
    ['IpAddress', 'aws:SourceIp', ['192.168.0.0/16', '10.0.0.0/8'], true],
    ['IpAddress', 'aws:SourceIp', ['10.1.2.4'], false],
    ['IpAddress', 'aws:SourceIp', ['192.168.0.0/x', '192.168.0.0/', '192.168.0.0/-1', '10.1.2.3/33'], false],
    ['IpAddress', 'aws:SourceIp', ['192.168.0.0/0'], true],
    ['NotIpAddress', 'aws:SourceIp', ['10.1.2.0/24'], false],
    ['ArnEquals', 'aws:PrincipalArn', ['arn:aws:iam::000000000000:role/path/deployer'], true],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:iam::*:role/*'], true],
    ['ArnLike', 'aws:PrincipalArn', ['arn:aws:*:role/path/deployer'], false],
    ['ArnNotLike', 'aws:PrincipalArn', ['arn:aws:iam::*:user/*'], true],
    ['NoSuchOperator', 'aws:username', ['ada'], false],
  ])('%s %s %j: %s', (operator, key, values, expected) => {
    expect(isConditionMet({ operator, key, values }, context, true)).toBe(expected);
  });
});

describe('a pattern', () => {
  it('matches stars and question marks, and every other character literally', () => {
    expect(matches('a*c', 'abbc')).toBe(true);
    expect(matches('a?c', 'abbc')).toBe(false);
    expect(matches('a.c', 'abc')).toBe(false);
    expect(matches('[x]+', '[x]+')).toBe(true);
    expect(matches('a*', 'a\nb')).toBe(true);
    expect(matches('a?c', 'a😀c')).toBe(true);
  });

  it('matches the value of a variable literally, and matches nothing without one', () => {
    const star = contextOf({ 'aws:username': '*' });
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: policy variables
    expect(matches('home/${aws:username}/x', 'home/ada/x', star)).toBe(false);
    expect(matches('home/${aws:username}/x', 'home/*/x', star)).toBe(true);
    expect(matches('home/${aws:nothing}/*', 'home//x', star)).toBe(false);
    expect(matches("home/${aws:nothing, 'all'}/*", 'home/all/x', star)).toBe(true);
    expect(matches('${*}x', '*x', star)).toBe(true);
    expect(matches('${*}x', 'yx', star)).toBe(false);
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: policy variables
  });

  it('keeps wildcards of ARNs within their part', () => {
    expect(matchesArn('arn:aws:s3:::*', 'arn:aws:s3:::shelf/a:b')).toBe(true);
    expect(matchesArn('arn:aws:s3:*', 'arn:aws:s3:::shelf')).toBe(false);
  });
});
