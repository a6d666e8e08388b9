import { describe, expect, it } from 'vitest';
import { parseSignedUrl, pointsTo, type SignedUrl } from '../../../checker/steps/signed-url.ts';

const v4 =
  'https://site.s3.eu-west-1.amazonaws.com/index.html?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260301%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20260301T120000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Security-Token=abc&X-Amz-Signature=00ff';
const v2 =
  'https://site.s3.amazonaws.com/index.html?AWSAccessKeyId=AKIAEXAMPLE&Signature=a%2Bb%3D&Expires=1772370000';

describe('readSignedUrl', () => {
  it('reads the key, the expiry and the session of SigV4', () => {
    expect(parseSignedUrl(v4)).toMatchObject({
      signing: 'v4',
      accessKeyId: 'AKIAEXAMPLE',
      expires: Date.parse('2026-03-01T13:00:00Z'),
      hasToken: true,
      path: '/index.html',
    });
  });

  it('reads the old query signing that CLI v1 still uses', () => {
    expect(parseSignedUrl(v2)).toMatchObject({
      signing: 'v2',
      accessKeyId: 'AKIAEXAMPLE',
      expires: 1_772_370_000_000,
      hasToken: false,
    });
  });

  it('distinguishes a URL without a signature from text that is no URL', () => {
    expect(parseSignedUrl('https://site.s3.amazonaws.com/index.html')).toBe('unsigned');
    expect(parseSignedUrl(v4.replace(/&X-Amz-Signature=.*/, ''))).toBe('unsigned');
    expect(parseSignedUrl('index.html')).toBeUndefined();
  });

  it('has no expiry if the URL has none', () => {
    expect(parseSignedUrl(v4.replace('X-Amz-Expires=3600', 'X-Amz-Expires=soon'))).toMatchObject({
      expires: undefined,
    });
  });
});

describe('leadsTo', () => {
  it('finds bucket and key in path style and in virtual-hosted style', () => {
    const virtual = parseSignedUrl(v4) as SignedUrl;
    expect(pointsTo(virtual, 'site', 'index.html')).toBe(true);
    expect(pointsTo(virtual, 'sit', 'index.html')).toBe(false);
    expect(pointsTo({ host: '127.0.0.1:4566', path: '/site/index.html' }, 'site', 'index.html')).toBe(true);
    expect(pointsTo({ host: '127.0.0.1:4566', path: '/other/index.html' }, 'site', 'index.html')).toBe(false);
  });
});
