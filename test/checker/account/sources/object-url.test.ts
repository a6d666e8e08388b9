import { describe, expect, it } from 'vitest';
import { isS3Address } from '../../../../checker/account/sources/object-url.ts';

describe('isAtS3', () => {
  it.each([
    'https://site.s3.amazonaws.com/index.html',
    'https://site.s3.eu-west-1.amazonaws.com/index.html',
    'https://site.s3-eu-west-1.amazonaws.com/index.html',
    'https://site.s3.dualstack.eu-west-1.amazonaws.com/index.html',
    'https://s3.cn-north-1.amazonaws.com.cn/site/index.html',
    ' https://s3.amazonaws.com/site/index.html ',
  ])('accepts %s', (address) => expect(isS3Address(address, undefined)).toBe(true));

  it.each([
    'https://site.example.com/index.html',
    'https://site.s3.amazonaws.com.example.com/index.html',
    'https://nots3.amazonaws.com/site/index.html',
    'http://169.254.169.254/site/index.html',
    'file:///site/index.html',
    'index.html',
  ])('rejects %s', (address) => expect(isS3Address(address, undefined)).toBe(false));

  it('accepts only the endpoint if one is set', () => {
    const endpoint = 'http://storage.example.com:4566';
    expect(isS3Address('http://storage.example.com:4566/site/index.html', endpoint)).toBe(true);
    expect(isS3Address('http://site.storage.example.com:4566/index.html', endpoint)).toBe(true);
    expect(isS3Address('http://storage.example.com:4567/site/index.html', endpoint)).toBe(false);
    expect(isS3Address('https://site.s3.amazonaws.com/index.html', endpoint)).toBe(false);
  });
});
